"""Settings: a class whose fields are the keys, and where they are read from.

The filters are loaded when a pipeline is asked for: to know the settings takes a tenth of that time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from cleanpress.errors import ConfigError, DataError
from cleanpress.frozen import REQUIRED, frozen, option, options_of
from cleanpress.names import nearest

if TYPE_CHECKING:
    from cleanpress.filters.base import Builtin
    from cleanpress.pipeline import Pipeline
    from cleanpress.profile import SiteTemplates

__all__ = ["FILTERS", "Config", "load_config"]

FILTERS = ("mojibake", "links", "artifacts", "whitespace")
"""The ids of the built-in filters, in the order of :data:`cleanpress.filters.BUILTIN`."""

INCLUDED = ("*.html", "*.htm", "*.md", "*.markdown", "*.mdx", "*.txt", "*.text")
"""Files that are read when a folder is named: those whose format is known."""

_WHERE = ("cleanpress.toml", "pyproject.toml")


@frozen
class Config:
    """What can be set. Each field is the key of the same name, written with hyphens.

    ``preset`` is ``"press"`` for scraped text or ``"repository"`` for files that somebody wrote.
    ``select`` names the filters to run, ``ignore`` filters, families or rules to leave out;
    ``min_confidence`` (0..1), ``max_passes`` and ``removal_limit`` (a share, 0..1) are those of
    :class:`~cleanpress.Pipeline`; ``profile`` is a file that ``cleanpress learn`` made, relative to the file of the
    settings, of which the filters use what they can. ``filters`` holds a table of options for each filter, its keys
    being the fields of the filter's class.

    The others are for the command line, which files it reads. Patterns are those of a ``.gitignore``, relative
    to the folder of the settings file: ``include`` says which files of a folder are read, ``exclude`` which are
    left out, ``per_file_ignores`` what is left out in some of them. ``force_exclude`` leaves out excluded files
    even if they are named, ``respect_gitignore`` what git ignores; ``inline_ignores`` heeds comments in the text.

    Raises ConfigError for an unknown filter, rule, key, or a value of the wrong type.

    >>> Config(select=("links", "whitespace")).pipeline().filters[0].id
    'links'
    """

    select: tuple[str, ...] = FILTERS
    ignore: tuple[str, ...] = ()
    min_confidence: float = 0.9
    max_passes: int = 3
    removal_limit: float = 0.3
    preset: Literal["press", "repository"] = "press"
    profile: str = ""
    filters: Mapping[str, Mapping[str, Any]] = option(factory=dict)
    include: tuple[str, ...] = INCLUDED
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    per_file_ignores: Mapping[str, Sequence[str]] = option(factory=dict)
    inline_ignores: bool = True
    source: str = option(default="", compare=False, key=False)
    """The file the settings came from; empty for defaults. Not a key."""

    def __post_init__(self) -> None:
        for name in self.select:
            if name not in FILTERS:
                raise ConfigError(self._at("select", f"unknown filter {name!r}; {nearest(name, FILTERS)}"))
        for name, options in self.filters.items():
            if name not in FILTERS:
                raise ConfigError(self._at("filters", f"unknown filter {name!r}; {nearest(name, FILTERS)}"))
            if not isinstance(options, Mapping):
                raise ConfigError(self._at(f"filters.{name}", "must be a table of options"))
        for pattern, ids in self.per_file_ignores.items():
            if not (isinstance(ids, (list, tuple)) and all(isinstance(name, str) for name in ids)):
                raise ConfigError(self._at(f"per-file-ignores.{pattern}", f"must be a list of strings, got {ids!r}"))

    def pipeline(self) -> Pipeline:
        """Build the pipeline; every mistake in the settings raises ConfigError here."""
        from cleanpress.filters import BUILTIN
        from cleanpress.filters.base import check_ids
        from cleanpress.pipeline import Pipeline

        filters = [self._filter(name) for name in self.select]
        try:
            dropped = [*self.ignore, *(name for ids in self.per_file_ignores.values() for name in ids)]
            if dropped:
                check_ids(dropped, [make() for make in BUILTIN.values()])
            return Pipeline(
                [f for f in filters if f.id not in self.ignore],
                min_confidence=self.min_confidence,
                max_passes=self.max_passes,
                removal_limit=self.removal_limit,
                ignore=self.ignore,
            )
        except ConfigError as error:
            raise ConfigError(self._at("", str(error))) from None

    def _filter(self, name: str) -> Builtin:
        from cleanpress.filters import BUILTIN

        make = BUILTIN[name]
        options = _checked(make, self.filters.get(name, {}), f"filters.{name}", self._at)
        if name == "whitespace":
            options.setdefault("preset", self.preset)
        if self.profile and "profile" in options_of(make):
            options["profile"] = self._templates
        return make(**options)

    @cached_property
    def _templates(self) -> SiteTemplates:
        """The profile. Raises ConfigError when the file is no profile or cannot be read."""
        from cleanpress.profile import SiteTemplates

        path = os.path.join(os.path.dirname(self.source), self.profile)
        try:
            return SiteTemplates.load(path)
        except OSError as error:
            problem = f"{path}: cannot be read ({error.strerror}); make one with cleanpress learn"
            raise ConfigError(self._at("profile", problem)) from error
        except DataError as error:
            raise ConfigError(self._at("profile", str(error))) from error

    def _at(self, key: str, problem: str) -> str:
        where = ": ".join(part for part in (self.source, key) if part)
        return f"{where}: {problem}" if where else problem


def load_config(path: str | os.PathLike[str] | None = None, *, start: str | os.PathLike[str] = ".") -> Config:
    """Read settings from ``path``, or from the nearest file at or above the folder ``start``.

    Looked for are ``cleanpress.toml`` and a ``pyproject.toml`` with a ``[tool.cleanpress]`` table;
    without either the defaults hold. There is no file per user: results do not depend on the machine.

    Raises ConfigError naming the file, the key, and the nearest valid key or the expected type.

    >>> load_config(start="/").min_confidence
    0.9
    """
    if path is not None:
        found = os.fspath(path)
        return _from_table(_table(found), found)
    folder = os.path.realpath(start)
    while True:
        for name in _WHERE:
            candidate = os.path.join(folder, name)
            if os.path.isfile(candidate):
                table = _table(candidate, optional=True)
                if table is not None:
                    return _from_table(table, candidate)
        above = os.path.dirname(folder)
        if above == folder:
            return Config()
        folder = above


def _table(path: str, *, optional: bool = False) -> dict[str, Any] | None:
    """The settings in one file; None when it is a pyproject.toml without settings and that is fine."""
    import tomllib

    try:
        with open(path, encoding="utf-8-sig") as file:
            data = tomllib.loads(file.read())
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start}: not UTF-8; save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, or a number too long to read
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    if os.path.basename(path) != "pyproject.toml":
        return data
    tools = data.get("tool", {})
    table = tools.get("cleanpress") if isinstance(tools, dict) else tools
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{path}: tool.cleanpress: must be a table, got {table!r}")
    if table is None and not optional:
        raise ConfigError(f"{path}: has no [tool.cleanpress] table; add one or name another file")
    return table


def _from_table(table: dict[str, Any] | None, path: str) -> Config:
    def at(key: str, problem: str) -> str:
        return f"{path}: {key}: {problem}"

    return Config(**_checked(Config, table or {}, "", at), source=path)


def _checked(schema: type[Any], table: Mapping[str, Any], prefix: str, at: Any) -> dict[str, Any]:
    """The values of a table as keyword arguments for ``schema``; names and types are checked."""
    known = {name.replace("_", "-"): name for name, field in options_of(schema).items() if field.key}
    hints = get_type_hints(schema) if table else {}
    values = {}
    for key, value in table.items():
        dotted = f"{prefix}.{key}" if prefix else key
        if key not in known:
            raise ConfigError(at(dotted, f"unknown key; {nearest(key, known)}"))
        values[known[key]] = _typed(hints[known[key]], value, dotted, at)
    required = [key for key, name in known.items() if options_of(schema)[name][:2] == (REQUIRED, None)]
    missing = [key for key in required if key not in table]
    if missing:
        raise ConfigError(at(prefix, f"needs the key {missing[0]!r}"))
    return values


def _typed(hint: Any, value: Any, key: str, at: Any) -> Any:
    """A TOML value as the type of the field it is for."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ConfigError(at(key, f"must be a list of strings, got {value!r}"))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        if isinstance(value, Mapping):
            return dict(value)
        raise ConfigError(at(key, f"must be a table, got {value!r}"))
    if arguments and not isinstance(origin, type):
        if value in arguments:
            return value
        raise ConfigError(at(key, f"must be one of {', '.join(map(repr, arguments))}, got {value!r}"))
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, hint) and not (isinstance(value, bool) and hint is not bool):
        return value
    raise ConfigError(at(key, f"must be a {hint.__name__}, got {value!r}"))
