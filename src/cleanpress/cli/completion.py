"""``cleanpress completion``: what bash, zsh and fish complete with, made from the parsers themselves."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import NamedTuple

from cleanpress.cli.arguments import COMMANDS, parser_of

__all__ = ["script"]

_FILES = ("FILE", "CASES", "DIR")
"""Metavars that stand for names of files."""


class _Option(NamedTuple):
    """An option as completions see it; ``values`` is None when it takes none, ``files`` whether it takes a file."""

    names: tuple[str, ...]
    values: tuple[str, ...] | None
    files: bool
    help: str


def script(shell: str) -> str:
    """The completion for ``bash``, ``zsh`` or ``fish``.

    >>> script("fish").startswith("complete -c cleanpress ")
    True
    """
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell]()


def _options(command: str) -> Iterator[_Option]:
    for action in parser_of(command)._actions:
        if action.option_strings:
            values = None if action.nargs == 0 else tuple(map(str, action.choices or ()))
            help_text = "" if action.help is argparse.SUPPRESS else action.help or ""
            yield _Option(tuple(action.option_strings), values, action.metavar in _FILES, help_text)


def _words(command: str) -> tuple[str, ...]:
    """What stands for itself behind a command: the choices of its arguments."""
    actions = (action for action in parser_of(command)._actions if not action.option_strings)
    return tuple(word for action in actions for word in (action.choices or ()))


def _bash() -> str:
    names = " ".join(filter(None, COMMANDS))
    cases = []
    for command in COMMANDS:
        valued = "".join(
            f"            {'|'.join(option.names)}) COMPREPLY=({_replies(option)}); return ;;\n"
            for option in _options(command)
            if option.values is not None
        )
        words = " ".join((*_words(command), *(name for option in _options(command) for name in option.names)))
        cases.append(
            f"    {command or '*'})\n        case $previous in\n{valued}        esac\n        words='{words}' ;;\n"
        )
    cases.append(cases.pop(0))  # the one that matches anything comes last
    return (
        "_cleanpress() {\n"
        "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words\n"
        "    compopt -o filenames 2>/dev/null\n"
        f"    case ${{COMP_WORDS[1]}} in\n{''.join(cases)}    esac\n"
        f'    [ "$COMP_CWORD" -eq 1 ] && words="$words {names}"\n'
        '    COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))\n'
        "}\n"
        "complete -F _cleanpress cleanpress\n"
    )


def _replies(option: _Option) -> str:
    if option.values:
        return f"$(compgen -W '{' '.join(option.values)}' -- \"$current\")"
    return '$(compgen -f -- "$current")' if option.files else ""


def _zsh() -> str:
    def spec(option: _Option) -> Iterator[str]:
        told = option.help.replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
        for name in option.names:
            if option.values is None:
                yield f"'*{name}[{told}]'"
            elif option.values:
                yield f"'*{name}=[{told}]:value:({' '.join(option.values)})'"
            else:
                yield f"'*{name}=[{told}]:value:{'_files' if option.files else ' '}'"

    branches = []
    for command in COMMANDS:
        specs = [line for option in _options(command) for line in spec(option)]
        words = _words(command)
        specs.append(f"'*:word:({' '.join(words)})'" if words else "'*:file:_files'")
        listed = " \\\n            ".join(specs)
        branches.append(f"        {command or '*'}) _arguments \\\n            {listed} ;;\n")
    branches.append(branches.pop(0))
    return (
        "#compdef cleanpress\n"
        "_cleanpress() {\n"
        f"    if (( CURRENT == 2 )); then compadd {' '.join(filter(None, COMMANDS))}; fi\n"
        f"    case $words[2] in\n{''.join(branches)}    esac\n"
        "}\n"
        'if [ "$funcstack[1]" = "_cleanpress" ]; then _cleanpress "$@"; else compdef _cleanpress cleanpress; fi\n'
    )


def _fish() -> str:
    named = list(filter(None, COMMANDS))
    lines = [f"complete -c cleanpress -n __fish_use_subcommand -a '{' '.join(named)}'"]
    for command in COMMANDS:
        test = (
            f"__fish_seen_subcommand_from {command}"
            if command
            else f"not __fish_seen_subcommand_from {' '.join(named)}"
        )
        start = f"complete -c cleanpress -n '{test}'"
        lines += [f"{start} -f -a '{' '.join(words)}'" for words in [_words(command)] if words]
        for option in _options(command):
            names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
            told = option.help.replace("\\", "\\\\").replace("'", "\\'")
            takes = ""
            if option.values is not None:
                takes = f" -x -a '{' '.join(option.values)}'" if option.values else " -r" if option.files else " -x"
            lines.append(f"{start} {names}{takes} -d '{told}'")
    return "\n".join(lines) + "\n"
