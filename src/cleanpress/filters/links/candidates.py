"""Where a text holds something host-like: found from the dot outwards.

A pattern that begins with a literal dot lets the engine skip through clean text at memory speed; a
pattern for a whole host would be tried at every letter. Each run of host characters is looked at
once, so chains such as ``a.a.a.a`` cost no more than their length.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from cleanpress.frozen import frozen
from cleanpress.hosts import public_suffix, suffixes
from cleanpress.scripts import latin, spaceless

__all__ = ["FORMS", "Candidate", "deep", "dot_at", "find_candidates", "find_dots", "host_runs", "parts"]

FORMS = ("bare", "www", "path", "url", "email")
"""The forms of a candidate, see :attr:`Candidate.form`."""

_DOT = re.compile(r"\.(?=[^\W\d_])([A-Za-z][A-Za-z0-9-]*)?")
_ASCII_DOT = re.compile(r"\.(?:([A-Za-z][A-Za-z0-9-]*)|(?<= \.) [A-Za-z])")
_BEYOND = r"[^\x00-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u200e-\u205f\u2061-\u206f\u3000-\u3004]"
"""What is not ASCII and no punctuation: letters in any dress, unseen characters. A short class is ready in no time."""

_ANY_DOT = re.compile(rf"\.(?:([A-Za-z][A-Za-z0-9-]*)|(?={_BEYOND})|(?<= \.) [A-Za-z])")
_PLAIN_RUN = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9-]*+\.)++[A-Za-z][A-Za-z0-9-]*+(?<!-)(?!\.[A-Za-z0-9.-])")
_NEAR = 64  # code points before a dot in which nearly every host begins
_MAX_HOST = 253  # RFC 1035
_ASCII_HOST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."
_SCHEME = re.compile(r"(?:https?|hxxps?|ftp)://(?:[^\s/@]{1,64}@)?\Z", re.IGNORECASE)
_TAIL = re.compile(r"(?::\d{2,5})?(?:[/?#][^\s<>\"'“”«»‘’|{}\\^`]*)?")
_TAILS = frozenset(":/?#")  # what it begins with
_LONG_PATH = 16  # code points
_SHORT_NAME = 5  # code points: what is shorter is more often something else
_PLAIN_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_GLUED_SUFFIX = re.compile("[a-z]{2,}(?=[A-Z][a-z]+[ ,])")
_SENTENCE_BEFORE = re.compile(r"[.!?][\"”’»]?[ \n]\Z")
_TRAILING = ".,;:!?)]}'\"…،؛؟、，。"


@frozen
class Candidate:
    """Something host-like in a text; offsets are code points.

    ``start`` and ``end`` cover all of it with scheme and path, ``host_start`` and ``host_end`` the
    host as written, ``host`` is lower case; ``suffix`` its public suffix, ``label`` what stands
    before that and names the owner.
    """

    start: int
    end: int
    host_start: int
    host_end: int
    host: str
    suffix: str
    label: str
    form: str
    """``bare``, ``www``, ``path`` (host and path without scheme), ``url`` or ``email``."""
    case: str
    """How the host is cased: ``lower``, ``upper``, ``title`` (one capital, first) or ``mixed``."""
    written: str
    """The host as written."""
    path: str
    """What follows the host: port, path, query."""


def find_candidates(text: str, runs: Iterable[tuple[int, int]] | None = None) -> Iterator[Candidate]:
    """Every host-like run of a text whose end is a known public suffix, in order.

    ``runs`` are those of :func:`host_runs`, if the caller has them already.

    >>> [(c.host, c.form) for c in find_candidates("See www.example.org and setup.exe, a.b@example.com")]
    [('www.example.org', 'www'), ('example.com', 'email')]
    """
    behind = 0
    for start, end in host_runs(text) if runs is None else runs:
        if start < behind:  # inside the path of the one before
            continue
        candidate = _candidate(text, start, end)
        if candidate is not None:
            behind = candidate.end
            yield candidate


def find_dots(text: str) -> list[re.Match[str]]:
    """The dots a host may hold, from which everything else is found: before a letter, or among blanks.

    One pass for all that look for hosts; the first group is what stands behind a dot, if that is plain.
    """
    return list((_ASCII_DOT if text.isascii() else _ANY_DOT).finditer(text))


def dot_at(text: str, dot: int) -> re.Match[str]:
    """The same for one dot that is known to be such (code points)."""
    match = _ANY_DOT.match(text, dot)
    if match is None:
        raise ValueError(f"no host can have its dot at {dot}")
    return match


def host_runs(text: str, dots: Iterable[re.Match[str]] | None = None) -> Iterator[tuple[int, int]]:
    """The runs of host characters that end in a known top-level domain, as offsets; cheap, not yet judged.

    >>> list(host_runs("See www.example.org and setup.exe"))
    [(4, 19)]
    """
    behind = 0
    known: frozenset[str] | None = None  # most texts have no such dot, and need no list
    all_ascii = text.isascii()
    for match in _DOT.finditer(text) if dots is None else dots:
        known = suffixes().tlds if known is None else known
        part = match[1]  # None behind the dot of an internationalised name
        if part is not None and part.lower() not in known:
            if part.islower() or part[0].isupper() or not (run := _before_sentence(text, match, known)):
                continue  # two sentences without a space, or a part of a host before its last
            behind = run[1]
            yield run
            continue
        dot = match.start()
        if dots is not None and part is None and not text[dot + 1 : dot + 2].isalpha():
            continue  # a dot among blanks, or before a letter in disguise
        if dot < behind or dot == 0 or not _host_char(text[dot - 1]):
            continue
        near = dot - _NEAR if dot > _NEAR + behind else behind
        left = text[near:dot]
        start = near + len(left.rstrip(_ASCII_HOST))
        end = match.end()
        if (
            part is not None
            and (start > near or near == behind)
            and start < dot
            and left[start - near] not in ".-"
            and ".." not in left
            and ".-" not in left
            and part[-1] != "-"
            and text[end : end + 1] != "."
            and (all_ascii or _parted(text, start, end))
        ):  # nearly every host of a plain text
            behind = end
            yield start, end
            continue
        found = _PLAIN_RUN.match(text, start, start + _MAX_HOST) if start > near or near == behind else None
        end = found.end() if found else 0
        if end <= dot or end == start + _MAX_HOST or not (all_ascii or _parted(text, start, end)):
            start, end = _left_end(text, dot, behind), _right_end(text, dot)
        behind = end
        if text[text.rfind(".", start, end) + 1 : end].lower() in known:
            yield start, end


def _before_sentence(text: str, dot: re.Match[str], known: Collection[str]) -> tuple[int, int] | None:
    """The run of a host between two sentences, the second of which begins right behind it: ``… rain. a.betChildren``.

    In programs ``name.someName`` is common, but hardly where a sentence ended just before.
    """
    suffix = _GLUED_SUFFIX.match(text, dot.start() + 1)
    if suffix is None or suffix[0] not in known:
        return None
    near = max(0, dot.start() - _NEAR)
    start = near + len(text[near : dot.start()].rstrip(_ASCII_HOST))
    name, before = text[start : dot.start()], text[max(0, start - 4) : start]
    if len(name) < _SHORT_NAME or not name.islower() or not _PLAIN_NAME.fullmatch(name):
        return None
    return (start, suffix.end()) if _SENTENCE_BEFORE.search(before) else None


def _parted(text: str, start: int, end: int) -> bool:
    """Whether no letter of another script touches the run."""
    return (text[start - 1 : start] + text[end : end + 1]).isascii()


def _host_char(char: str) -> bool:
    return char.isalnum() or char == "-"


def _left_end(text: str, dot: int, floor: int) -> int:
    """Where the run of host characters around a dot begins: at another script, at most 253 back."""
    floor = max(floor, dot - _MAX_HOST)
    start = floor + len(text[floor:dot].rstrip(_ASCII_HOST))
    if start > floor and not text[start - 1].isascii() and text[start - 1].isalnum():
        start = _left_end_by_script(text, dot, floor)
    doubled = text.rfind("..", start, dot)
    start = doubled + 2 if doubled >= 0 else start
    while start < dot and text[start] in ".-":
        start += 1
    return start


def _left_end_by_script(text: str, dot: int, floor: int) -> int:
    start, last = dot, text[dot - 1]
    script_ascii = (last if last.isalpha() else text[dot + 1]).isascii()  # figures are of the script of the suffix
    while start > floor:
        char = text[start - 1]
        if not (_host_char(char) or char == "."):
            break
        if char.isalpha() and char.isascii() != script_ascii and not latin(char):  # Latin letters may mix
            break
        start -= 1
    return start


def _right_end(text: str, dot: int) -> int:
    """Where the run ends: host characters and single dots between them, in one script."""
    window = text[dot + 1 : dot + 1 + _MAX_HOST]
    end = dot + 1 + len(window) - len(window.lstrip(_ASCII_HOST))
    if end < len(text) and not text[end].isascii() and text[end].isalnum():
        end = _right_end_by_script(text, dot)
    doubled = text.find("..", dot, end)
    end = doubled if doubled >= 0 else end
    while True:  # "kota.com.2": the last part of a host begins with a letter
        while text[end - 1] in ".-":
            end -= 1
        last = text.rfind(".", dot, end)
        if last == dot or text[last + 1].isalpha():
            return end
        end = last


def _right_end_by_script(text: str, dot: int) -> int:
    end = dot + 1
    script_ascii = text[end].isascii()
    limit = min(len(text), end + _MAX_HOST)
    while end < limit:
        char = text[end]
        if char == ".":
            if end + 1 >= limit or not text[end + 1].isalpha():
                break
            script_ascii = text[end + 1].isascii()
        elif not _host_char(char) or (char.isalpha() and char.isascii() != script_ascii and not latin(char)):
            break
        end += 1
    return end


def _candidate(text: str, start: int, end: int) -> Candidate | None:
    if end - start > _MAX_HOST:
        return None
    host = text[start:end].lower()
    glued = host.find("www.", 1)
    if glued > 0 and host[glued - 1].isalnum():  # a word of the sentence stuck to the host stays
        start, host = start + glued, host[glued:]
    suffix, label = parts(host)
    if not label:
        return None
    whole_start, form = _head(text, start, host)
    whole_end = end
    tail = _TAIL.match(text, end) if text[end : end + 1] in _TAILS else None
    if tail is not None and tail.end() > end:
        whole_end = _trim_tail(text, end, tail.end())
        if whole_end > end and form == "bare":
            form = "path"
    written = text[start:end]
    return Candidate(
        whole_start,
        whole_end,
        start,
        end,
        host,
        suffix,
        label,
        form,
        "lower" if written.islower() else _case(written),
        written,
        text[end:whole_end],
    )


def deep(path: str) -> bool:
    """Whether a path leads to a certain page: it has several parts, is long, or ends in a file."""
    inner = path.strip("/")
    return "/" in inner or len(inner) > _LONG_PATH or "." in inner


@lru_cache(maxsize=4096)
def parts(host: str) -> tuple[str, str]:
    """The public suffix of a host and the label before it; empty when it is no host."""
    suffix = public_suffix(host)
    if suffix is None or suffix == host or ".." in host:
        return "", ""
    return suffix, host[: -len(suffix) - 1].rpartition(".")[2]


def _case(written: str) -> str:
    if written.islower():
        return "lower"
    if written.isupper():
        return "upper"
    return "title" if written[0].isupper() and written[1:].islower() else "mixed"


def _head(text: str, start: int, host: str) -> tuple[int, str]:
    """Where the candidate begins with its scheme, and its form."""
    if start and text[start - 1] == "@":
        return start, "email"
    if start > 7 and text[start - 1] == "/":  # by far the commonest, without a search
        if text.startswith("https://", start - 8):
            return start - 8, "url"
        if text.startswith("http://", start - 7):
            return start - 7, "url"
    if text.startswith("//", start - 2) and start > 3:
        scheme = _SCHEME.search(text, max(0, start - 74), start)
        if scheme is not None:
            return scheme.start(), "url"
    return start, "www" if host.startswith("www.") else "bare"


def _trim_tail(text: str, start: int, end: int) -> int:
    """A path does not take the punctuation of the sentence with it, nor letters of another script."""
    tail = text[start:end]
    if not tail.isascii():
        tail = tail[: next((index for index, char in enumerate(tail) if spaceless(char)), len(tail))]
    kept = tail.rstrip(_TRAILING)
    if "(" in tail and ")" in tail[len(kept) :]:
        kept = tail[: tail.rindex(")") + 1]
    return start + len(kept)
