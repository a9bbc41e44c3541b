"""The settings in force: those of the file, the command line winning over them; and the pipelines they ask for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleanpress.cli.selection import Patterns, PerFileIgnores, Selection
from cleanpress.config import Config, load_config
from cleanpress.errors import ConfigError
from cleanpress.frozen import options_of, replace

if TYPE_CHECKING:
    from cleanpress.cli.arguments import Arguments, PipelineArguments
    from cleanpress.pipeline import Pipeline

__all__ = ["Settings", "as_toml", "build_pipeline", "settings_of"]

_OPTIONS = (
    *("select", "ignore", "min_confidence"),
    *("exclude", "force_exclude", "respect_gitignore", "per_file_ignores", "inline_ignores"),
)
"""The settings that have an option of the same name."""


class Settings:
    """What is cleaned, in which files; pipelines are built once for each set of rules that is left out.

    ``chosen`` are the settings that the command line said, which ``config`` has, too.
    """

    def __init__(self, config: Config, chosen: Mapping[str, Any], args: Arguments) -> None:
        folder = os.path.abspath(os.path.dirname(config.source) if config.source else ".")
        here = os.path.abspath(".")
        self.config = config
        self._chosen = chosen
        self.per_file_ignores = PerFileIgnores(
            config.per_file_ignores, folder if args.per_file_ignores is None else here
        )
        self.selection = Selection(
            Patterns(config.include, folder, origin="include"),
            Patterns(config.exclude, folder if args.exclude is None else here, origin="exclude"),
            force_exclude=config.force_exclude,
            respect_gitignore=config.respect_gitignore,
        )
        self._pipelines: dict[tuple[str, ...], Pipeline] = {}

    @cached_property
    def pipeline(self) -> Pipeline:
        """The pipeline; raises ConfigError when the settings are wrong."""
        return _pipeline(self.config, self._chosen)

    def pipeline_without(self, ids: tuple[str, ...]) -> Pipeline:
        """The pipeline without these filters, families or rules."""
        if not ids:
            return self.pipeline
        if ids not in self._pipelines:
            present = {f.id for f in self.pipeline.filters}
            known = [name for name in ids if name.partition("/")[0] in present]
            self._pipelines[ids] = self.pipeline.excluding(*known) if known else self.pipeline
        return self._pipelines[ids]


def settings_of(args: Arguments, *, checked: bool = True) -> Settings:
    """The settings in force; raises ConfigError naming the option, or the file and its key.

    Unless ``checked``, what is wrong with the filters and their options is said when the pipeline is first asked for.
    """
    settings = Settings(*_config(args), args)
    if checked:
        settings.pipeline  # noqa: B018 - built now, so that a mistake is said before anything is done
    return settings


def build_pipeline(args: PipelineArguments) -> Pipeline:
    """The pipeline of the settings in force; raises ConfigError as :func:`settings_of` does."""
    return _pipeline(*_config(args))


def _pipeline(config: Config, chosen: Mapping[str, Any]) -> Pipeline:
    if chosen:
        _alone(chosen).pipeline()
    return config.pipeline()


def _alone(chosen: Mapping[str, Any]) -> Config:
    """What the command line said, checked alone: a mistake made there must not be blamed on the file."""
    return Config(**chosen, source="command line")


def _config(args: PipelineArguments) -> tuple[Config, dict[str, Any]]:
    """The settings in force, and those of them that the command line said."""
    chosen: dict[str, Any] = {}
    for name in _OPTIONS:
        value = getattr(args, name, None)
        if value is not None:
            chosen[name] = tuple(dict.fromkeys(value)) if isinstance(value, list) else value
    if args.profile is not None:
        chosen["profile"] = os.path.abspath(args.profile)
    if chosen:
        _alone(chosen)
    try:
        config = replace(load_config(args.config), **chosen)
    except FileNotFoundError as error:
        raise ConfigError("the current folder is gone; change to one that exists") from error
    # A file keeps its own line ends; Config's default is that of the library, where text is a string.
    whitespace = {"line-ends": "keep", **config.filters.get("whitespace", {})}
    return replace(config, filters={**config.filters, "whitespace": whitespace}), chosen


def as_toml(config: Config) -> str:
    """The settings as a file could hold them, behind a comment that tells where they came from.

    >>> as_toml(Config(min_confidence=0.5)).splitlines()[3]
    'min-confidence = 0.5'
    """
    values = {name.replace("_", "-"): getattr(config, name) for name, field in options_of(Config).items() if field.key}
    tables = {key: values.pop(key) for key in list(values) if isinstance(values[key], Mapping)}
    lines = [f"# from {_string(config.source)}" if config.source else "# no settings file; these are the defaults"]
    lines += [f"{key} = {_value(value)}" for key, value in values.items()]
    for key, table in tables.items():
        inner = {f"{key}.{name}": options for name, options in table.items() if isinstance(options, Mapping)}
        plain = {name: options for name, options in table.items() if not isinstance(options, Mapping)}
        for head, options in {**({key: plain} if plain else {}), **inner}.items():
            lines += ["", f"[{head}]"]
            lines += [f"{name if name.replace('-', '').isalnum() else _string(name)} = {_value(value)}"
                      for name, value in options.items()]  # fmt: skip
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    return _string(value) if isinstance(value, str) else repr(value)


def _string(value: str) -> str:
    """A TOML string in ASCII; TOML knows no lone surrogates, so those become U+FFFD."""
    import json

    return "".join(
        char if char.isascii() and char.isprintable() else rf"\U{ord(char):08x}"
        for char in json.dumps(value.encode("utf-8", "replace").decode(), ensure_ascii=False)
    )
