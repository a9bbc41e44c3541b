"""The documentation tells the truth: examples run, links lead somewhere, options and keys exist."""

from __future__ import annotations

import ast
import doctest
import importlib.util
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from contextlib import redirect_stdout
from dataclasses import MISSING, fields
from pathlib import Path
from typing import NamedTuple

import pytest

import cases
from cleanpress import Config, InjectedLinks, Pipeline
from cleanpress.cli.arguments import COMMANDS, parser_of
from cleanpress.cli.options import OUTPUT_FORMATS
from cleanpress.filters import BUILTIN
from cleanpress.filters.artifacts.rules import load_rules
from cleanpress.filters.links.cues import CLASSES
from cleanpress.lexicon import SLOTS, PhraseRule, PhraseTable

ROOT = Path(__file__).parents[1]
PAGES = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if path.exists()]
NEEDED = {"index.md", "guide.md", "design.md", "contributing.md", "changelog.md", "rules.md"}

_FENCE = re.compile(r"^( *)(`{3,}|~{3,})([^\n`]*)\n(.*?)^ *\2`*[ \t]*$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\(<?([^()\s<>]+)>?(?:\s+\"[^\"]*\")?\)")
_REFERENCE = re.compile(r"^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]+|(?<![\w-])-[a-z]\b")
_SAFE_COMMANDS = {"cat", "cleanpress", "echo", "mkdir", "printf"}


class Block(NamedTuple):
    """A fenced block: its page, first line, language and text."""

    page: Path
    line: int
    language: str
    text: str


def blocks(page):
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        indent, _, language, body = match.groups()
        body = re.sub(f"^{indent}", "", body, flags=re.MULTILINE)
        found.append(Block(page, text.count("\n", 0, match.start()) + 2, language.strip(), body))
    return found


BLOCKS = [block for page in PAGES for block in blocks(page)]


def prose(page):
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def name_of(item):
    if isinstance(item, Block):
        return f"{item.page.name}:{item.line}"
    return item.name if isinstance(item, Path) else str(item)


by_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


def with_tools(page):
    """A page as a parameter: skipped where a tool that its examples need, ``<!-- needs: x y -->``, is not installed.

    Those of ``<!-- needs: x y, slow -->`` run with the slow tests.
    """
    needed = re.search(r"^<!-- needs: ([\w .]+)(, slow)? -->$", page.read_text(encoding="utf-8"), re.MULTILINE)
    tools = needed[1].split() if needed else []
    missing = [tool for tool in tools if importlib.util.find_spec(tool) is None]
    marks = [pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} not installed")]
    if needed and needed[2]:
        marks.append(pytest.mark.slow)
    if tools:
        marks.append(pytest.mark.filterwarnings("default"))  # those of the tools are none of ours
    return pytest.param(page, marks=marks)


def test_the_pages_are_there():
    assert {page.name for page in PAGES} >= NEEDED


# --- examples -----------------------------------------------------------------------------------


def run_doctest(block, names):
    test = doctest.DocTestParser().get_doctest(block.text, names, name_of(block), str(block.page), block.line)
    report = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=report.write, clear_globs=False)
    assert runner.summarize(verbose=False).failed == 0, report.getvalue()
    names.update(test.globs)


def shown_outputs(source):
    """The comments that end lines of code, by line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    lines = source.splitlines()
    return {
        token.start[0]: token.string[1:].strip()
        for token in tokens
        if token.type == tokenize.COMMENT and lines[token.start[0] - 1].strip() != token.string
    }


def run_plain(block, names):
    """Run statement by statement; a comment behind an expression is what it prints, or its value."""
    comments = shown_outputs(block.text)
    for statement in ast.parse(block.text).body:
        where = f"{block.page.name}:{block.line + statement.lineno - 1}"
        expected = comments.get(statement.end_lineno) if isinstance(statement, ast.Expr) else None
        printed = io.StringIO()
        value = None
        with redirect_stdout(printed):
            if isinstance(statement, ast.Expr):
                value = eval(compile(ast.Expression(statement.value), where, "eval"), names)  # noqa: S307
            else:
                exec(compile(ast.Module([statement], []), where, "exec"), names)  # noqa: S102
        if expected is not None:
            got = printed.getvalue().rstrip("\n") if value is None else repr(value)
            assert got == expected, where


@pytest.mark.parametrize("page", [with_tools(page) for page in PAGES], ids=name_of)
def test_python_examples_run_and_give_what_they_show(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)  # Spark would take the first one on the path
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")  # else Ray writes a token into the home folder
    names = {"__name__": "example"}
    for block in blocks(page):
        if block.language == "python":
            (run_doctest if ">>> " in block.text else run_plain)(block, names)
        elif block.language.startswith("toml "):  # ```toml cleanpress.toml: a file for the examples below it
            (tmp_path / block.language.removeprefix("toml ")).write_text(block.text, encoding="utf-8")


def commands(block):
    """The commands of a console block with the output shown below each."""
    found = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and found[-1][0].endswith("\\"):
            found[-1] = (f"{found[-1][0]}\n{line}", [])
        else:
            found[-1][1].append(line)
    return [(command, "".join(f"{line}\n" for line in shown)) for command, shown in found]


def runnable(block):
    return block.language == "console" and all(command.split()[0] in _SAFE_COMMANDS for command, _ in commands(block))


CONSOLE = [block for block in BLOCKS if runnable(block)]


@pytest.fixture
def shell(tmp_path):
    """Runs a script in an empty folder in which ``cleanpress`` is this interpreter's."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "cleanpress").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleanpress "$@"\n')
    (tools / "cleanpress").chmod(0o755)
    (tmp_path / "here").mkdir()

    def run(script):
        done = subprocess.run(
            ["sh", "-c", f'PATH="{tools}:$PATH"\n{script}'],
            cwd=tmp_path / "here",
            capture_output=True,
            timeout=60,
        )
        return done.stdout.decode()

    return run


@pytest.mark.parametrize("block", CONSOLE, ids=name_of)
def test_console_examples_show_what_the_commands_print(block, shell):
    ends = "--- end of output ---"
    pairs = commands(block)
    script = "exec 2>&1\n" + "".join(f"{command}\nstatus=$?; echo '{ends}'; (exit $status)\n" for command, _ in pairs)
    outputs = shell(script).split(f"{ends}\n")[:-1]
    assert list(zip([command for command, _ in pairs], outputs, strict=True)) == pairs


def test_the_guide_has_examples_of_each_kind():
    kinds = [block.language for block in BLOCKS if block.page.name == "guide.md"]
    assert kinds.count("python") >= 5
    assert [block for block in CONSOLE if block.page.name == "guide.md"]


def test_a_wrong_output_would_be_noticed(shell):
    wrong = Block(ROOT / "guide.md", 1, "python", "1 + 1  # 3\n")
    with pytest.raises(AssertionError):
        run_plain(wrong, {})
    with pytest.raises(AssertionError):
        run_doctest(wrong._replace(text=">>> 1 + 1\n3\n"), {})
    with pytest.raises(AssertionError):
        test_console_examples_show_what_the_commands_print(
            wrong._replace(language="console", text="$ echo a\nb\n"), shell
        )


# --- links --------------------------------------------------------------------------------------


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    found = set()
    for match in _HEADING.finditer(prose(page)):
        bare = re.sub(r"[^\w\- ]", "", _LINK.sub(lambda m: m[0][1 : m[0].index("](")], match[1])).lower()
        anchor = base = bare.replace(" ", "-")
        number = 0
        while anchor in found:
            number += 1
            anchor = f"{base}-{number}"
        found.add(anchor)
    return found


@by_page
def test_every_relative_link_leads_somewhere(page):
    text = _SPAN.sub("", prose(page))
    broken = []
    for target in _LINK.findall(text) + _REFERENCE.findall(text):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        there = (page.parent / path).resolve() if path else page
        inside = there.is_relative_to(ROOT) and there.exists()
        if not inside or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            broken.append(target)
    assert broken == []


def test_the_index_links_every_page():
    index = ROOT / "docs" / "index.md"
    linked = {target.partition("#")[0] for target in _LINK.findall(index.read_text(encoding="utf-8"))}
    assert {page.name for page in PAGES if page.parent == index.parent} - {"index.md"} <= linked
    tools = ROOT / "docs" / "integrations" / "index.md"
    linked = {target.partition("#")[0] for target in _LINK.findall(tools.read_text(encoding="utf-8"))}
    assert {page.name for page in PAGES if page.parent == tools.parent} - {"index.md"} <= linked


# --- names --------------------------------------------------------------------------------------


OPTIONS = {
    command: {option for action in parser_of(command)._actions for option in action.option_strings}
    for command in COMMANDS
}
SUBCOMMANDS = set(filter(None, COMMANDS))


def shell_commands(page):
    """Every command line of cleanpress in the shell blocks of a page, without what it is piped to."""
    shell = (block for block in blocks(page) if block.language in ("console", "sh", "bash", "shell"))
    parts = [part for block in shell for line in block.text.splitlines() for part in re.split(r"[|;#]|&&", line)]
    return [match[1] or "" for part in parts if (match := re.match(r"\s*(?:\$ )?cleanpress(?: (.*))?$", part))]


def spanned_commands(page):
    """Every code span of a page that begins with cleanpress."""
    spans = (match[2] for match in _SPAN.finditer(prose(page)))
    return [span.partition(" ")[2] for span in spans if re.match(r"cleanpress(?: |$)", span)]


@by_page
def test_every_option_named_exists(page):
    unknown = []
    for command in (*shell_commands(page), *spanned_commands(page)):
        allowed = OPTIONS.get(command.partition(" ")[0], OPTIONS[""])
        unknown += [f"cleanpress {command}" for option in _OPTION.findall(command) if option not in allowed]
    assert unknown == []


@by_page
def test_every_subcommand_named_exists(page):
    named = shell_commands(page)
    if page.name != "performance.md":  # its rows are called "cleanpress mojibake" and the like
        named += spanned_commands(page)
    words = {command.partition(" ")[0] for command in named}
    assert {word for word in words if re.fullmatch("[a-z]+", word)} <= SUBCOMMANDS


def test_the_page_of_the_command_line_names_every_option_and_no_other():
    spans = [match[2] for match in _SPAN.finditer(prose(ROOT / "docs" / "cli.md"))]
    named = {option for span in spans if span.startswith("-") for option in _OPTION.findall(span)}
    elsewhere = {"run", "learn"}  # they have pages of their own
    wanted = set().union(*(options for command, options in OPTIONS.items() if command not in elsewhere))
    assert wanted <= named <= set().union(*OPTIONS.values())


def test_the_page_of_the_command_line_names_every_format():
    rows = re.findall(r"^\| `([a-z-]+)` \|", prose(ROOT / "docs" / "cli.md"), re.MULTILINE)
    assert [name for name in rows if name in OUTPUT_FORMATS] == list(OUTPUT_FORMATS)


def test_the_manual_page_is_what_the_tool_writes():
    path = ROOT / "tools" / "build_man_page.py"
    spec = importlib.util.spec_from_file_location("build_man_page", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.TARGET.read_text(encoding="utf-8") == tool.page(), f"run tools/{path.name}"


def keys_of(schema):
    """The keys of a settings table with their defaults, as the guide writes them."""
    found = []
    for f in fields(schema):
        if not f.metadata.get("key", True):
            continue
        default = f.default if f.default is not MISSING else f.default_factory()
        shown = str(default) if isinstance(default, (int, float)) else f'`"{default}"`'
        if isinstance(default, bool):
            shown = str(default).lower()
        if isinstance(default, (tuple, dict)):
            shown = "none" if not default else ", ".join(f"`{name}`" for name in default)
            shown = "all four" if default == tuple(BUILTIN) else shown
        found.append((f.name.replace("_", "-"), shown))
    return [(key, shown) for key, shown in found if key != "source"]


def table(page, heading):
    """The first two cells of the rows of the first table below a heading, when the first cell is code."""
    text = prose(ROOT / "docs" / page).partition(f"# {heading}\n")[2]
    below = re.split(r"^#+ ", text, maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"^\| `([\w-]+)` \| ([^|]*?) \|", below, flags=re.MULTILINE)


def test_the_guide_explains_every_setting_and_no_other():
    assert table("guide.md", "Configuration") == keys_of(Config)


@pytest.mark.parametrize("name", BUILTIN)
def test_the_guide_explains_every_option_of_every_filter(name):
    assert table("guide.md", f"Options of `{name}`") == keys_of(BUILTIN[name])


def test_contributors_are_told_every_key_of_a_phrase_rule_and_every_class_of_cues():
    keys = {key for key, _ in table("contributing.md", "An artifact phrase")}
    assert keys == {f.name for f in fields(PhraseRule)}
    assert tuple(name for name, _ in table("contributing.md", "A citing cue")) == CLASSES
    slots = re.findall(r"`\{(\w+)\}`", prose(ROOT / "docs" / "contributing.md"))
    assert sorted(slots) == sorted(SLOTS)


def test_the_rule_and_the_cases_shown_to_contributors_work(tmp_path):
    examples = [block for block in BLOCKS if block.page.name == "contributing.md" and block.language == "toml"]
    file = tmp_path / "example.toml"
    for block in examples:
        file.write_text(block.text, encoding="utf-8")
        if "[[rule]]" in block.text:
            (rule,) = load_rules(file, "artifacts/example")
            phrases = PhraseTable([rule])
            assert all(phrases.line(phrase) for phrase in rule.phrases)
            assert not any(phrases.line(line) for line in rule.keep)
        else:
            for case in cases.read(file):
                assert Pipeline([InjectedLinks()]).clean(case.source) == case.expected
    assert len(examples) == 2


def test_the_floors_are_those_that_are_checked():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = [set(re.findall(r"cleanpress\.(\w+)", layer)) for layer in contracts[0]["layers"]]
    rows = re.findall(r"^\| \d+ \| ([^|]+) \|", prose(ROOT / "docs" / "design.md"), re.MULTILINE)
    assert [set(re.findall(r"`(\w+)`", row)) for row in rows] == layers


def test_every_file_named_is_there():
    named = re.compile(r"(?:src|tests|tools|fixtures|docs|data|\.ci)/[\w./-]+")
    missing = []
    for page in PAGES:
        for span in (match[2] for match in _SPAN.finditer(prose(page))):
            found = named.fullmatch(span)
            if found and not any((base / span).exists() for base in (ROOT, ROOT / "src" / "cleanpress")):
                missing.append(f"{page.name}: {span}")
    assert missing == []


def test_the_rule_reference_is_what_the_tool_writes():
    path = ROOT / "tools" / "build_rule_reference.py"
    spec = importlib.util.spec_from_file_location("build_rule_reference", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.TARGET.read_text(encoding="utf-8") == tool.content(), f"run tools/{path.name}"


def test_every_rule_has_its_entry():
    entries = re.findall(r"^- `([^`]+)`: ", (ROOT / "docs" / "rules.md").read_text(encoding="utf-8"), re.MULTILINE)
    rules = [rule.id for make in BUILTIN.values() for rule in make.rules()]
    assert sorted(entries) == sorted(rules)
    assert len(set(entries)) == len(entries)


# --- what must not be there ---------------------------------------------------------------------

# Written so that this file does not contain what it looks for.
_MACHINE = re.compile(r"(?<![\w.~-])/(?:work|tmp|root|home|Users)/|[A-Z]:\\Users")
_REGISTRY = re.compile(r"\bpy[p]i\b|python[h]osted|\bnpm[j]s|crates[.]io|\banaconda[.]|\bdocker[.]io", re.IGNORECASE)


@by_page
def test_no_path_of_a_machine_and_no_registry(page):
    text = page.read_text(encoding="utf-8")
    assert _MACHINE.findall(text) + _REGISTRY.findall(text) == []


def test_the_page_on_scale_explains_every_option_of_its_own():
    rows = re.findall(r"^\| (`-[^|]+) \|", prose(ROOT / "docs" / "scale.md"), re.MULTILINE)
    named = {name for row in rows for name in _OPTION.findall(row)}
    shared = {"-h", "--help", "--select", "--ignore", "--min-confidence", "--config", "--profile"}
    assert named == OPTIONS["run"] - shared
