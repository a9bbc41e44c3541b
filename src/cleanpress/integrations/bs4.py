"""BeautifulSoup trees, cleaned in place: the text nodes are one reading, so that a host split by ``<b>`` is whole."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from cleanpress.document import Document
from cleanpress.edits import Change, apply
from cleanpress.pipeline import Pipeline
from cleanpress.result import Result

__all__ = ["clean_soup"]


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_UNSEEN = _names("noscript script style template")
_SHOWN = _names("code kbd pre samp textarea")
_GAP = "\ufffc"  # in the place of what is shown but not read: brackets around it are not empty
# What goes when it becomes empty. Other elements mean something without text: cells, players, frames.
_INLINE = _names("a abbr b big cite del em font i ins label mark q s small span strike strong sub sup time tt u")
_BLOCKS = _names(
    "address article aside blockquote center details dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "hgroup li main nav ol p section summary ul"
)
_BORDERS = _BLOCKS | _names("body br caption dialog fieldset form hr legend option pre select table td th title tr")
_Piece = tuple[int, int, NavigableString]  # reading[start:end] is what the node ends in
_LAYOUT = " \t\n\r\f"
_AS_SPACES = str.maketrans(_LAYOUT, " " * len(_LAYOUT))


def clean_soup(soup: BeautifulSoup | Tag, pipeline: Pipeline | None = None, *, url: str | None = None) -> Result:
    """Clean the text of a BeautifulSoup tree, or of one element of it, in place.

    Without a pipeline it is the default one without ``whitespace``: in HTML white space is layout. ``url`` tells
    the page's own host. Scripts, styles, templates, ``noscript`` and comments are not read; ``pre``, ``code``,
    ``kbd``, ``samp`` and ``textarea`` are one U+FFFC each in the reading. An element that loses all its text goes,
    unless it has other content, means something without (table cells, players) or parts running text. Text nodes
    without changes stay the same objects. The time is in proportion to the tree; nesting has no limit.

    Returns the account; offsets are code points into the reading, ``result.document.source``. Blocks and ``<br>``
    begin a line there, line breaks inside a text are spaces, as browsers show them; a change of what no text node
    holds is not made. Raises TypeError for anything but a soup or a tag, FilterError when a filter fails.

    >>> soup = BeautifulSoup("<p>The road opens.</p><p><b>error:</b> Content is protected !!</p>", "html.parser")
    >>> clean_soup(soup).edits[0].rule, str(soup)
    ('artifacts/copy-protection/wp-content-protected', '<p>The road opens.</p>')
    """
    if not isinstance(soup, Tag):
        raise TypeError(f"expected a soup or a tag, got {type(soup).__name__}; parse markup with BeautifulSoup first")
    pipeline = pipeline or Pipeline(f for f in Pipeline.default().filters if f.id != "whitespace")
    reading, pieces = _read(soup)
    result = pipeline.run(Document(reading, url=url))
    if result.changed:
        _rebuild(soup, _new_texts(result.changes, pieces))
    return result


def _read(root: Tag) -> tuple[str, list[_Piece]]:
    """The text that a person reads, and which node each piece of it comes from."""
    parts: list[str] = []
    pieces: list[_Piece] = []
    length, new_line = 0, True
    stack: list[PageElement | None] = [root]
    while stack:
        node, text = stack.pop(), ""
        if node is None:  # behind a block
            new_line = True
        elif isinstance(node, Tag):
            if node.name in _BORDERS:
                new_line = True
                stack.append(None)
            if node.name in _SHOWN:
                text = _GAP
            elif node.name not in _UNSEEN:
                stack += reversed(node.contents)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            text = node.lstrip(_LAYOUT) if new_line else str(node)
        if text:
            parts.append(("\n" if new_line and parts else "") + text.translate(_AS_SPACES))
            length += len(parts[-1])
            new_line = False
            if isinstance(node, NavigableString):
                pieces.append((length - len(text), length, node))
    return "".join(parts), pieces


def _new_texts(changes: Sequence[Change], pieces: Sequence[_Piece]) -> dict[int, str]:
    """What the touched nodes become, by ``id``: a change is split, its replacement goes into the first."""
    touched: dict[int, tuple[str, list[Change]]] = {}
    for start, end, replacement in changes:
        first = bisect_left(pieces, start + (start < end), key=lambda piece: piece[1])
        stop = bisect_left(pieces, end, key=lambda piece: piece[0])
        for piece_start, piece_end, node in pieces[first : max(stop, first + (start == end))]:
            shift = piece_end - len(node)
            left = max(start, piece_start)
            part = Change(left - shift, max(left, min(end, piece_end)) - shift, replacement)
            touched.setdefault(id(node), (str(node), []))[1].append(part)
            replacement = ""
    return {key: apply(text, parts) for key, (text, parts) in touched.items()}


@dataclass(slots=True)
class _Frame:
    """An element while its children are gone through."""

    tag: Tag
    children: Iterator[PageElement]
    kept: list[PageElement] = field(default_factory=list)
    changed: bool = False  # a text in it, or an element that it has lost
    solid: bool = False  # something but white space and breaks is left
    running: bool = False  # the last of that is running text

    def add(self, node: PageElement) -> None:
        self.kept.append(node)
        if not _blank(node):
            self.running = _runs_on(node)
            self.solid |= not (isinstance(node, Tag) and node.name in ("br", "wbr"))


def _blank(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString) and not node.strip()


def _runs_on(node: PageElement | None) -> bool:
    """Whether the first of a node and its next siblings that is not blank is running text."""
    while node is not None and _blank(node):
        node = node.next_sibling
    return node is not None and not (isinstance(node, Tag) and node.name in _BORDERS)


def _rebuild(root: Tag, texts: dict[int, str]) -> None:
    """Put the new texts into the tree and take out the elements that they leave empty."""
    stack = [_Frame(root, iter(root.contents))]
    while stack:
        frame = stack[-1]
        child = next(frame.children, None)
        if isinstance(child, Tag):
            stack.append(_Frame(child, iter(child.contents)))
        elif isinstance(child, NavigableString) and id(child) in texts:
            text = type(child)(texts[id(child)])
            frame.changed = True
            if text:
                frame.add(text)
            _detach(child)
        elif child is not None:
            frame.add(child)
        else:
            stack.pop()
            frame.tag.contents[:] = frame.kept
            if stack:
                _close(frame, stack[-1])
    _link(root)


def _close(frame: _Frame, parent: _Frame) -> None:
    """Hand an element to its parent, unless nothing is left of it; an inline element leaves its spaces."""
    tag, empty = frame.tag, frame.changed and not frame.solid
    if empty and tag.name in _INLINE:
        parent.kept += frame.kept
        tag.contents.clear()
    elif not empty or tag.name not in _BLOCKS or (parent.running and _runs_on(tag.next_sibling)):
        parent.add(tag)
        return
    elif parent.tag.name in _INLINE:
        parent.kept.append(NavigableString("\n"))  # the block parted words
    parent.changed = True
    _detach(tag)


def _detach(node: PageElement) -> None:
    node.parent = None  # or extract would search its contents, each time
    node.extract()


def _link(root: Tag) -> None:
    """Set the links between the nodes by the contents."""
    behind = next((node.next_sibling for node in (root, *root.parents) if node.next_sibling is not None), None)
    order: list[PageElement] = []
    stack: list[PageElement] = [root]
    while stack:
        node = stack.pop()
        order.append(node)
        if isinstance(node, Tag):
            row = node.contents
            for child, before, after in zip(row, (None, *row), (*row[1:], None), strict=False):
                child.parent, child.previous_sibling, child.next_sibling = node, before, after
            stack += reversed(row)
    for node, before, after in zip(order, (root.previous_element, *order), (*order[1:], behind), strict=False):
        node.previous_element, node.next_element = before, after
    if behind is not None:
        behind.previous_element = order[-1]
