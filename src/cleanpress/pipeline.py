"""The pipeline: filters by phase, passes until nothing is left to do, limits that nothing may cross."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal, Self

from cleanpress.characters import visible
from cleanpress.document import LONG, Document, Format
from cleanpress.edits import Change, Span, apply, compose, resolve
from cleanpress.errors import ConfigError, FilterError
from cleanpress.filters.base import Builtin, Filter, Phase, check_ids
from cleanpress.flags import Flag
from cleanpress.formats.base import in_source
from cleanpress.frozen import frozen
from cleanpress.offsets import OffsetMap
from cleanpress.result import Result

if TYPE_CHECKING:
    from cleanpress.config import Config
    from cleanpress.filters.policy import Preset

__all__ = ["Pipeline", "clean"]

SMALL_DOCUMENT = 200
"""Visible characters under which the removal limit does not apply: a short text may be all dirt."""

UNSEEN = frozenset(("html/hidden-link", "artifacts/site/template"))
"""Rules whose cuts do not count towards the removal limit: what no reader sees, and what a reviewed profile lists."""


@frozen
class Pipeline:
    """An immutable sequence of filters. Thread-safe; pickles as its configuration.

    ``filters`` may come in any order: they run by phase, and inside a phase all see the same text.
    Edits below ``min_confidence`` (0..1) are reported, not made. The phases repeat while they find
    something, at most ``max_passes`` times. A document of 200 or more visible characters that would
    lose more than ``removal_limit`` (a share, 0..1) of them comes back unchanged with a notice.
    ``ignore`` names rules, families or filters whose edits are dropped.

    Raises ConfigError when two filters share an id, or a value is out of range.

    >>> Pipeline.default().clean("Harga  naik.")
    'Harga naik.'
    """

    filters: tuple[Filter, ...]
    min_confidence: float
    max_passes: int
    removal_limit: float
    ignore: frozenset[str]

    def __init__(
        self,
        filters: Iterable[Filter],
        *,
        min_confidence: float = 0.9,
        max_passes: int = 3,
        removal_limit: float = 0.3,
        ignore: Iterable[str] = (),
    ) -> None:
        ordered = tuple(sorted(filters, key=lambda f: f.phase))
        ids = [f.id for f in ordered]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ConfigError(f"filter id {twice[0]!r} is used twice; give each filter its own id")
        for name, value, low, high in (
            ("min_confidence", min_confidence, 0, 1),
            ("max_passes", max_passes, 1, 100),
            ("removal_limit", removal_limit, 0, 1),
        ):
            if not low <= value <= high:
                raise ConfigError(f"{name} must lie in {low}..{high}, got {value}")
        set_field = object.__setattr__
        set_field(self, "filters", ordered)
        set_field(self, "min_confidence", float(min_confidence))
        set_field(self, "max_passes", max_passes)
        set_field(self, "removal_limit", float(removal_limit))
        set_field(self, "ignore", frozenset(ignore))

    @classmethod
    def default(cls, preset: Preset = "press") -> Self:
        """The pipeline of :func:`clean`: all built-in filters with their default options.

        ``preset`` is ``"press"`` for scraped text, ``"repository"`` for files that somebody wrote, whose line ends,
        sentence spaces, soft hyphens, word joiners and icons stay. Raises ConfigError for another one.

        >>> [f.id for f in Pipeline.default().filters]
        ['mojibake', 'links', 'artifacts', 'whitespace']
        """
        from cleanpress.filters import BUILTIN

        options: dict[str, dict[str, Any]] = {"whitespace": {"preset": preset}}
        return cls(make(**options.get(name, {})) for name, make in BUILTIN.items())

    @classmethod
    def from_config(cls, config: Config) -> Pipeline:
        """The pipeline that a configuration describes."""
        return config.pipeline()

    def including(self, *filters: Filter) -> Pipeline:
        """A new pipeline with these filters added; one with the id of a present filter replaces it."""
        new = {f.id: f for f in self.filters} | {f.id: f for f in filters}
        return self._with(filters=tuple(new.values()))

    def excluding(self, *ids: str) -> Pipeline:
        """A new pipeline without these filters, or without edits of these rules or families.

        Raises ConfigError for an unknown id, naming the nearest known one.
        """
        check_ids(ids, self.filters)
        present = {f.id for f in self.filters}
        return self._with(
            filters=tuple(f for f in self.filters if f.id not in ids),
            ignore=self.ignore | {i for i in ids if i not in present},
        )

    def _with(self, *, filters: tuple[Filter, ...], ignore: frozenset[str] | None = None) -> Pipeline:
        return Pipeline(
            filters,
            min_confidence=self.min_confidence,
            max_passes=self.max_passes,
            removal_limit=self.removal_limit,
            ignore=self.ignore if ignore is None else ignore,
        )

    def __reduce__(self) -> tuple[object, ...]:
        options = {name: getattr(self, name) for name in ("min_confidence", "max_passes", "removal_limit")}
        options["ignore"] = tuple(sorted(self.ignore))  # the order of a set changes from process to process
        return _rebuild, (self.filters, options)

    def clean(self, text: str, *, format: Format = "text") -> str:  # noqa: A002 - the word callers expect
        """The cleaned text; the same object when there is nothing to clean.

        Raises TypeError when the text is not a str.
        """
        document = Document(text, format)
        if len(text) > LONG:
            return self.run(document).text
        rest = self._looked(document)
        return text if rest is None else rest.result().text

    def run(self, document: Document | str) -> Result:
        """Clean one document and account for every change.

        A plain text of more than a million code points is cleaned window by window: see the design page.
        Raises TypeError for anything but a Document or a str, FilterError when a filter fails.
        No text raises, lone surrogates and NULs included.
        """
        if not isinstance(document, Document):
            document = Document(document)
        if len(document.source) > LONG and document.format == "text":
            from cleanpress.windows import clean_long

            return clean_long(self.run_whole, document)
        return self.run_whole(document)

    def run_whole(self, document: Document) -> Result:
        """The same as :meth:`run`, but never window by window."""
        rest = self._looked(document)
        return Result(document, document.source) if rest is None else rest.result()

    def _looked(self, document: Document) -> _Run | None:
        """What is left to do once a filter has found something; None for nearly all documents of a clean corpus."""
        if flags := self._flags(document):
            return _Run(self, document, {}, flags)
        for index, (f, scan) in enumerate(self._scanners):
            try:
                spans = scan(document)
            except Exception as error:
                raise _failed(f, document, error) from error
            if spans:
                found = {**dict.fromkeys([f.id for f in self._active[:index]], ()), f.id: spans}
                return _Run(self, document, found, ())
        return None

    def _flags(self, document: Document) -> Sequence[Flag]:
        """What the filters say against the document as a whole."""
        found: Sequence[Flag] = ()
        for f in self._flagging:
            try:
                found = [*found, *told] if (told := f.flags(document)) else found
            except Exception as error:
                raise _failed(f, document, error) from error
        return found and [
            flag for flag in found if flag.confidence >= self.min_confidence and not self._ignored(flag.rule)
        ]

    def pipe(
        self,
        documents: Iterable[Document | str],
        *,
        workers: int = 1,
        on_error: Literal["raise", "keep"] = "raise",
    ) -> Iterator[Result]:
        """Clean many documents lazily and in order, in ``workers`` processes.

        With ``on_error="keep"`` a document on which a filter fails comes back unchanged, its
        notice saying what failed; with ``"raise"`` the FilterError is raised when its turn comes.
        """
        if on_error not in ("raise", "keep"):
            raise ValueError(f"on_error must be 'raise' or 'keep', got {on_error!r}")
        if workers < 1:
            raise ValueError(f"workers must be 1 or more, got {workers}")
        if workers == 1:
            return (self._run_one(document, on_error) for document in documents)
        from cleanpress.parallel import pipe_processes

        return pipe_processes(self, documents, workers=workers, on_error=on_error)

    def _run_one(self, document: Document | str, on_error: str) -> Result:
        try:
            return self.run(document)
        except FilterError as error:
            if on_error == "raise":
                raise
            kept = document if isinstance(document, Document) else Document(document)
            return Result(kept, kept.source, notice=f"kept unchanged: {error}")

    @cached_property
    def _active(self) -> tuple[Filter, ...]:
        return tuple(f for f in self.filters if not self._ignored(f.id))

    @cached_property
    def _scanners(self) -> tuple[tuple[Filter, Callable[[Document], Sequence[Span]]], ...]:
        return tuple((f, f.scan if isinstance(f, Builtin) else partial(_found_by, f)) for f in self._active)

    @cached_property
    def _by_phase(self) -> tuple[tuple[Filter, ...], ...]:
        phases = (tuple(f for f in self._active if f.phase == phase) for phase in Phase)
        return tuple(filters for filters in phases if filters)

    @cached_property
    def _flagging(self) -> tuple[Builtin, ...]:
        """The filters that judge documents as a whole."""
        return tuple(f for f in self._active if isinstance(f, Builtin) and type(f).flags is not Builtin.flags)

    @cached_property
    def _drops(self) -> tuple[str, ...]:
        return tuple(f"{name}/" for name in self.ignore)

    def _ignored(self, rule: str) -> bool:
        return bool(self.ignore) and (rule in self.ignore or rule.startswith(self._drops))


def _rebuild(filters: tuple[Filter, ...], options: dict[str, Any]) -> Pipeline:
    return Pipeline(filters, **options)


class _Run:
    """One document on its way through one pipeline."""

    def __init__(
        self, pipeline: Pipeline, document: Document, found: dict[str, Sequence[Span]], flags: Sequence[Flag]
    ) -> None:
        """``found`` are the proposals of filters that have looked at the document already, by id."""
        self.pipeline, self.found, self.flags = pipeline, found, flags
        self.source = self.doc = document
        self.changes, self.applied = list[Change](), list[Span]()
        self.withheld: dict[tuple[int, int, str], Span] = {}
        self.content: dict[Phase, Document] = {}  # for each phase the last document that it left as it was
        self.removed = 0  # visible characters that edits of the REMOVE phase took away

    def result(self) -> Result:
        if self.flags:
            return Result(self.source, self.source.source, flags=self.flags)
        for _ in range(self.pipeline.max_passes):
            before = self.doc
            for filters in self.pipeline._by_phase:
                if self.content.get(filters[0].phase) is not self.doc:  # or it would find the same again
                    self._step(filters)
            if self.doc is before:
                break
        if not self.applied:
            return Result(self.source, self.source.source, withheld=self._suspects())
        return self._checked()

    def _step(self, filters: tuple[Filter, ...]) -> None:
        """One phase: gather, settle, apply, compose."""
        spans: list[Span] = []
        for f in filters:
            known = self.found.get(f.id) if self.doc is self.source else None
            spans.extend(_propose(f, self.doc) if known is None else known)
        if not spans:
            self.content[filters[0].phase] = self.doc
            return
        pipeline, text, source = self.pipeline, self.doc.text, self.doc.source
        reading = None if self.doc.format == "text" else self.doc.reading
        if reading is not None:
            spans = [span for span in spans if reading.allows(span[0], span[1], span[2])]
        if pipeline.ignore:
            spans = [span for span in spans if not pipeline._ignored(span[3])]
        spans = [span for span in spans if text[span[0] : span[1]] != span[2]]
        sure = pipeline.min_confidence
        wanted = [span for span in spans if span[5] >= sure]
        held = [span for span in spans if span[5] < sure] if len(wanted) < len(spans) else []
        applied, changes, losers = resolve(text, wanted)
        held += losers
        if filters[0].phase == Phase.REMOVE:
            self.removed += sum(visible(text[c.start : c.end]) - visible(c.replacement) for c in changes)
            self.removed -= sum(visible(text[span[0] : span[1]]) for span in applied if span[3] in UNSEEN)
        if reading is not None:
            applied, changes, held = in_source(reading, applied, changes, held)
        if self.changes:
            to_source = _to_source(self.changes, len(self.source.source))
            applied, held = list(map(to_source, applied)), list(map(to_source, held))
        for span in held:
            self.withheld.setdefault((span[0], span[1], span[3]), span)
        if not applied:
            self.content[filters[0].phase] = self.doc
            return
        self.applied += applied
        cleaned = apply(source, changes)
        self.changes = compose(self.changes, changes, self.source.source, source)
        doc = self.doc  # replace takes ten times as long
        self.doc = Document(cleaned, doc.format, doc.language, doc.url, doc.id)

    def _checked(self) -> Result:
        """The result, unless it took too much: then the document as it was, with the reason."""
        source, text = self.source.source, self.doc.source
        notice = ""
        limit = self.pipeline.removal_limit
        if self.removed and not self._leaves_plenty(limit):
            total = visible(self.source.text)
            if total >= SMALL_DOCUMENT and self.removed > limit * total:
                notice = (
                    f"left unchanged: {self.removed} of {total} visible characters "
                    f"({self.removed / total:.0%}) would be removed, the limit is {limit:.0%} (removal-limit)"
                )
                return Result(self.source, source, (), (), sorted([*self._suspects(), *self.applied]), notice)
        if not self.doc.text.strip() and self.source.text.strip():
            notice = "emptied: nothing but dirt was found"
        applied = self.applied if self.changes else []
        return Result(self.source, text if applied else source, self.changes, sorted(applied), self._suspects(), notice)

    def _leaves_plenty(self, limit: float) -> bool:
        """Whether the beginning of the text alone is long enough for what was removed; most removals are small."""
        read = 2 * self.removed / limit if limit else 0
        return bool(read) and self.removed <= limit * visible(self.source.text[: int(read)])

    def _suspects(self) -> list[Span]:
        """What was held back and not made by a later pass after all."""
        if not self.withheld:
            return []
        made = {(span[0], span[1], span[3]) for span in self.applied}
        return sorted(span for key, span in self.withheld.items() if key not in made)


def _propose(f: Filter, doc: Document) -> Sequence[Span]:
    """The spans a filter proposes; whatever it raises becomes a FilterError that names it and the document."""
    try:
        return f.scan(doc) if isinstance(f, Builtin) else _found_by(f, doc)
    except Exception as error:
        raise _failed(f, doc, error) from error


def _found_by(f: Filter, doc: Document) -> Sequence[Span]:
    """The spans of a filter that is not built in."""
    spans = []
    for edit in f.find(doc):
        start, end, replacement, rule, reason, confidence = edit.as_span()
        if end > len(doc.text):
            raise ValueError(f"edit {start}..{end} leaves the text of {len(doc.text)} code points")
        spans.append((start, end, replacement, rule or f.id, reason, confidence))
    return spans


def _failed(f: Filter, doc: Document, error: Exception) -> FilterError:
    where = f"document {doc.id!r}" if doc.id is not None else "a document without id"
    return FilterError(f"filter {f.id!r} failed on {where}: {type(error).__name__}: {error}")


def _to_source(changes: list[Change], length: int) -> Callable[[Span], Span]:
    """How spans of the current text translate to the source: to the smallest span that covers them."""
    offsets = OffsetMap(changes, length)

    def translate(span: Span) -> Span:
        start, end = offsets.span_to_original(span[0], span[1])
        return start, end, span[2], span[3], span[4], span[5]

    return translate


@lru_cache(maxsize=1)
def _default() -> Pipeline:
    return Pipeline.default()


def clean(text: str, *, format: Format = "text") -> str:  # noqa: A002 - the word callers expect
    """Clean a text with the default pipeline; the same object comes back when there is nothing to clean.

    Raises TypeError when the text is not a str.

    >>> clean("Harga  naik.")
    'Harga naik.'
    """
    return _default().clean(text, format=format)
