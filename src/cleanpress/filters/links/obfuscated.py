"""Hosts in disguise: ``name[.]com``, ``name dot com``, ``ｎａｍｅ．ｃｏｍ``, ``n a m e . c o m``.

Each finder starts from what clean text does not hold, a dot in brackets, a stop of another script, a dot among blanks,
an unseen character, and reads a host outwards from there; without the disguise it must end in a public suffix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from cleanpress.document import residue
from cleanpress.filters.links.candidates import Candidate, find_dots
from cleanpress.filters.links.disguises import LOOKALIKES, unmasked, words
from cleanpress.filters.links.hiding import HIDDEN, SHORT, STYLED
from cleanpress.filters.links.model import pair_table
from cleanpress.filters.links.naming import risk
from cleanpress.hosts import public_suffix

__all__ = ["Disguise", "find_obfuscated"]

_MANY, _DENSE = 64, 24  # dots, and code points for each
_WINDOW = 96  # code points read to the left of a dot; a registered name has 63 at most
_DOT = (" dot ", "dot")
_LABELS = 5  # labels read to the right of a dot
_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
_LETTER = f"[A-Za-z0-9{STYLED}{HIDDEN}]"
_LABEL = f"{_LETTER}[A-Za-z0-9\\-{STYLED}{HIDDEN}]{{0,62}}"
_ALIKE = "".join(LOOKALIKES) + "".join(LOOKALIKES).upper()
_MIXED = f"[A-Za-z0-9\\-{STYLED}{HIDDEN}{_ALIKE}]{{1,63}}"
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."
_ODD = re.compile(f"[{STYLED}{HIDDEN}]")
_DRESSED = re.compile(f"[{STYLED}{HIDDEN}{_ALIKE}]")
_PLAIN_OR_ODD = re.compile(f"[A-Za-z{STYLED}{HIDDEN}]")
_RUN = re.compile(f"[A-Za-z0-9.\\-{STYLED}{HIDDEN}{_ALIKE}]*\\Z")
_SPREAD = "[A-Za-z0-9](?: [A-Za-z0-9-]){1,30}"
_NO_WORD = "(?<![0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff])"
_STOP = "[.。．｡]"
_SCHEME = re.compile(r"(?:h[tx×*]{2}ps?|ftp)(?:\[?:\]?//|:\\\\)\Z", re.IGNORECASE)
_TAIL = re.compile(r"(?::\d{2,5})?/[!-;=?-Z\[\]\\^_a-z~]*")
_LATIN, _LONE = "\u0250", frozenset("aeiouywzkvsAEIOUYWZKVS")  # words in Latin letters sort before the first
_FRAMES = {"【": "】", "《": "》", "★": "★", "☆": "☆", "👉": "👈", "▶": "◀", "►": "◄", "➤": "➤", "✅": "✅"}
_STICKS = frozenset("@＠_/\\.-–+=%&#$~")

_SPACED = re.compile(r"\.(?<= \.) ?([A-Za-z](?:[A-Za-z]{1,11}|(?: [A-Za-z]){1,11})?)(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Disguise:
    """A host in disguise: what it is without, the kind of disguise, and its words for a report."""

    candidate: Candidate
    kind: str
    """``bracket``, ``word``, ``spaced``, ``letters``, ``stop``, ``styled``, ``lookalike`` or ``hidden``."""
    written: str
    """The host as the text writes it."""


def find_obfuscated(text: str, dots: Sequence[re.Match[str]] | None = None, rare: str | None = None) -> list[Disguise]:
    """Every disguised host of a text, in order; offsets are code points.

    ``dots`` are those of :func:`find_dots`, ``rare`` is the :func:`~cleanpress.document.residue`. Linear in any case.

    >>> [(d.candidate.host, d.kind) for d in find_obfuscated("a luckyslot88 [dot] com b, ｓｌｏｔ．ｎｅｔ")]
    [('luckyslot88.com', 'bracket'), ('slot.net', 'styled')]
    """
    found: list[Disguise] = []
    behind = 0
    dots, rare = find_dots(text) if dots is None else dots, residue(text) if rare is None else rare
    places = _places(text, dots, rare)
    if len(places) > _MANY and len(places) * _DENSE > len(text):
        return found  # no text that anybody reads has broken dots as near to each other as that
    for start, end, kind in sorted(places):
        if start >= behind:
            disguise, behind = _read(text, start, end, kind, behind)
            if disguise is not None:
                found.append(disguise)
    return found


def _places(text: str, dots: Sequence[re.Match[str]], rare: str) -> list[tuple[int, int, str]]:
    """Where a disguised host may have a dot: offsets of the dot with what stands around it, and the kind."""
    gates = _gates()
    found: list[tuple[int, int, str]] = []
    for opening, pattern in gates.brackets:
        at = text.find(opening)
        while at >= 0:
            if text[at + 1 : at + 2] in gates.inside and (match := pattern.match(text, at)):
                found.append((*match.span(), "bracket"))
            at = text.find(opening, at + 1)
    for needle, word in _free_words(text):
        if needle in text:
            found += [(m.start(), m.end(), "word") for m in re.finditer(re.escape(word), text)]
    foreign, most = not rare.isascii(), max(_MANY, len(text) // _DENSE)
    dressed = foreign and _DRESSED.search(rare) is not None
    for match in dots:
        if match[1] is not None and not dressed and text[match.start() - 1] != " ":
            continue  # nearly every dot
        dot = match.start()
        if text[dot - 1 : dot] == " ":
            spaced = _SPACED.match(text, dot)
            if spaced:
                found.append((dot, dot + 1, "letters" if " " in spaced[1] else "spaced"))
        elif dressed and _dressed_near(text, dot):
            found.append((dot, dot + 1, "dressed"))
            if len(found) > most:
                return found  # more than anybody reads
    if not foreign:
        return found
    for stop, pattern in gates.stops:
        if stop in rare:
            found += [(m.start(), m.end(), "stop") for m in pattern.finditer(text)]
    for _, word in _routed(text, gates.glued_rows):
        if word in rare:
            found += [(m.start(), m.end(), "glued") for m in gates.glued[word].finditer(text)]
    return found


def _free_words(text: str) -> Sequence[tuple[str, str]]:
    """The words for a dot between blanks to look for, each behind what is searched for it."""
    gates = _gates()
    if len(text) <= SHORT:
        found = _routed(text, gates.short_rows)
        return gates.short_latin if found and len(found) > 1 and found[0][1] < _LATIN else found
    if text.rfind(" com ") < 0:  # one search instead of one a word; other suffixes stand behind the commonest only
        return (_DOT,) if _DOT[0] in text else ()
    found = _routed(text, gates.free_rows)
    return (_DOT,) if found[0][1] == "dot" and " the " in text[:SHORT] else found


def _routed(text: str, rows: Sequence[_Row]) -> Sequence[tuple[str, str]]:
    """The words of the first row one of whose letters stands in the beginning of the text."""
    head = text[:SHORT]
    if head.isascii():
        return rows[-1][1] if rows[-1][0] == "*" else ()
    for letters, found in rows:
        for letter in letters:
            if letter in head or letter == "*":
                return found
    return ()


def _dressed_near(text: str, dot: int) -> bool:
    """Whether the run around a dot mixes plain letters with dressed ones or lookalikes."""
    before, behind = text[max(0, dot - 40) : dot], text[dot : dot + 12]
    if before.isascii() and behind.isascii():
        return False
    first = before.rstrip(_PLAIN)[-1:] + behind.lstrip(_PLAIN)[:1]
    if not _DRESSED.search(first):
        return False
    if _PLAIN_OR_ODD.search(behind):
        return True  # nearly always
    left = _RUN.search(before)
    return left is not None and _PLAIN_OR_ODD.search(left[0]) is not None


_Row: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""Letters that tell a language, and its words for a dot, each behind what is searched first."""


class _Gates(NamedTuple):
    """What is searched, by the character or word it begins with: literal beginnings are found fastest."""

    brackets: tuple[tuple[str, re.Pattern[str]], ...]
    inside: frozenset[str]
    stops: tuple[tuple[str, re.Pattern[str]], ...]
    glued: dict[str, re.Pattern[str]]
    glued_rows: tuple[_Row, ...]
    free_rows: tuple[_Row, ...]
    short_rows: tuple[_Row, ...]
    short_latin: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def _gates() -> _Gates:
    tables, said = words(), _said()
    inside = frozenset(" \t\n\r\u00a0.。．｡·,") | {
        char for word in said.split("|") for char in (word[0], word[0].upper())
    }
    brackets = tuple(
        (opening, re.compile(f"\\{opening}\\s?(?:[.。．｡·,]|(?i:{said}))\\s?\\{closing}"))
        for opening, closing in ("[]", "{}", "()")
    )
    stops = tuple(
        (stop, re.compile(f"{stop}(?=[A-Za-z{STYLED}{HIDDEN}])(?<=[0-9A-Za-z{STYLED}{HIDDEN}]{stop})"))
        for stop in "。．｡"
    )
    ends = "|".join((*sorted(tables.suffixes, key=len, reverse=True), "cc", "co", *tables.spelled))
    glued = {word: re.compile(f"{word}(?= ?(?:{ends})(?![A-Za-z0-9]))") for _, found in tables.glued for word in found}
    glued_rows = tuple((letters, tuple((word, word) for word in found)) for letters, found in tables.glued)
    free_rows = tuple((letters, tuple((_needle(word), word) for word in found)) for letters, found in tables.free)
    short_rows = tuple((letters, tuple((f" {word} ", word) for word in found)) for letters, found in tables.free)
    latin = dict.fromkeys(pair for _, pairs in short_rows for pair in pairs if pair[1] < _LATIN)
    return _Gates(brackets, frozenset(inside), stops, glued, glued_rows, free_rows, short_rows, tuple(latin))


def _needle(word: str) -> str:
    """What a long text is searched for: words in ASCII are common prose, so their commonest suffix has to follow."""
    return f" {word} com" if word.isascii() and word != "dot" else f" {word} "


@lru_cache(maxsize=1)
def _readers() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each kind how the labels before and behind a dot are read."""
    said, spelled = _said(), "|".join(map(re.escape, words().spelled))
    broken = f"(?: ?[\\[({{]\\s?(?i:[.。．｡·,]|{said})\\s?[\\])}}] ?|{_STOP})"
    between = f"(?: (?:{said}) |{_STOP})"
    wordy = f" (?:{said}) "
    return {
        "bracket": (
            re.compile(f"(?:{_LABEL}{broken}){{0,4}}{_LABEL} ?\\Z"),
            re.compile(f" ?({_LABEL}|{spelled})((?:{broken}(?:{_LABEL})){{0,{_LABELS}}})"),
        ),
        "word": (
            re.compile(f"(?:www{wordy})?(?:{_LABEL}\\.){{0,3}}{_LABEL} \\Z"),
            re.compile(f" ({_LABEL}|{spelled})((?:{between}{_LABEL}){{0,{_LABELS}}})"),
        ),
        "glued": (
            re.compile(f"(?:{_LABEL}\\.){{0,3}}{_LABEL} ?\\Z"),
            re.compile(f" ?({_LABEL}|{spelled})()"),
        ),
        "spaced": (
            re.compile(f"(?:www ?\\. )?(?:{_LABEL}\\.){{0,3}}{_LABEL} \\Z"),
            re.compile(f" ?({_LABEL})((?: ?\\. ?{_LABEL}){{0,1}})"),
        ),
        "letters": (
            re.compile(f"{_NO_WORD}(?:{_SPREAD} \\. )?{_SPREAD} \\Z"),
            re.compile(f" ?({_SPREAD}(?![A-Za-z0-9]))((?: \\. {_SPREAD}(?![A-Za-z0-9])){{0,2}})"),
        ),
        "stop": (
            re.compile(f"(?:{_LABEL}{_STOP}){{0,4}}{_LABEL}\\Z"),
            re.compile(f"({_LABEL})((?:{_STOP}{_LABEL}){{0,{_LABELS}}})"),
        ),
        "dressed": (
            re.compile(f"(?:{_MIXED}{_STOP}){{0,4}}{_MIXED}\\Z"),
            re.compile(f"({_MIXED})((?:{_STOP}{_MIXED}){{0,{_LABELS}}})"),
        ),
    }


def _read(text: str, start: int, end: int, kind: str, floor: int) -> tuple[Disguise | None, int]:
    """The host around one disguised dot, if there is one, and where to look for the next."""
    before, behind = _readers()[kind]
    window = text[max(floor, start - _WINDOW) : start]
    left, right = before.search(window), behind.match(text, end)
    if left is None or right is None:
        return None, end
    first = start - len(window) + left.start()
    if kind == "letters":
        first += _lone_word(left.group(), window[: left.start()])
    labels = _plain(text[first:start], kind)
    for last in _ends(right, kind):
        host = labels + "." + _plain(text[end:last], kind)
        if _is_host(host) and _free_standing(text, first, last) and _fits(host, kind, text[first:last]):
            found = _disguise(text, (first, last), host, _named(kind, text[first:last]))
            return found, (found.candidate.end if found else right.end())
    return None, right.end()


def _lone_word(spaced: str, before: str) -> int:
    """How much of a run of spaced letters is a word of one letter before it, such as *a* or *y*."""
    first, name = spaced[0], spaced.replace(" ", "")
    if first not in _LONE:
        return 0
    if (first.isupper() and name[1:].islower()) or (risk(name[1:]) and not risk(name)):
        return 2
    words_before = before[-_WINDOW:].split()
    goes = bool(words_before) and pair_table().fit(words_before[-1].casefold(), first.casefold()) == "often"
    return 2 if goes else 0


def _ends(right: re.Match[str], kind: str) -> Iterator[int]:
    """Where the host may end, the longest reading first."""
    ends = [right.end(1)]
    last = "[A-Za-z](?: [A-Za-z])+(?= \\.|\\Z)" if kind == "letters" else _LABEL
    for match in re.finditer(last, right[2]):
        ends.append(right.start(2) + match.end())
    return iter(sorted(set(ends), reverse=True))


def _plain(written: str, kind: str) -> str:
    """Labels without disguise, joined by dots."""
    if kind == "letters":
        return written.replace(" ", "").lower()
    parts = [part.strip() for part in _any_dot().sub(".", written).split(".")]
    return ".".join(words().spelled.get(part) or unmasked(part) for part in parts)


@lru_cache(maxsize=1)
def _said() -> str:
    """Every word for a dot, as the body of an alternation."""
    return "|".join(map(re.escape, words().bracketed))


@lru_cache(maxsize=1)
def _any_dot() -> re.Pattern[str]:
    return re.compile(f" ?[\\[({{]\\s?(?i:[.。．｡·,]|{_said()})\\s?[\\])}}] ?| (?:{_said()}) |[。．｡]")


def _is_host(host: str) -> bool:
    if _HOST.fullmatch(host) is None or ".-" in host or "-." in host:
        return False
    return public_suffix(host) not in (None, host)


def _free_standing(text: str, first: int, last: int) -> bool:
    """Whether the run is no part of an address, a path, a number or a longer word."""
    before, behind = text[first - 1 : first], text[last : last + 1]
    if before and (before in _STICKS or _joined(before)) and text[max(0, first - 2) : first] not in ("//", "\\\\"):
        return False
    return not (behind and (behind in "@＠_-" or _joined(behind))) and not _mail(text, first)


def _joined(char: str) -> bool:
    """Letters of the scripts that hosts are written in go on with them."""
    return char.isalnum() and (char < "\u0250" or "\u1e00" <= char <= "\u1eff")


def _mail(text: str, first: int) -> bool:
    """Whether the sign of an e-mail address, or a word for it, stands before the host."""
    left = text[max(0, first - 16) : first].rstrip().lower()
    if left.endswith(("@", "＠")):
        return True
    bare = left.rstrip("])}>").rstrip()
    return any(bare.endswith(word) and not bare[: -len(word)][-1:].isalpha() for word in (*words().at, "@"))


def _fits(host: str, kind: str, written: str) -> bool:
    """Whether the host can be meant: what prose may hold by chance asks for a suffix that is none of its words."""
    label, _, suffix = host.rpartition(".")
    name = label.rpartition(".")[2]
    if len(name) < 2 or name.isdigit() or (host.count(".") == 1 and name in words().technical):
        return False
    known = suffix in words().suffixes
    if kind in ("word", "spaced", "glued", "letters"):
        odd = any(map(str.isdigit, name)) or "-" in name or bool(risk(name))
        return (known or odd or kind == "letters") and (len(name) >= 4 or odd)
    if kind == "stop":
        cased = [c for c in written if c.isalpha() and c.isascii()]
        return all(map(str.islower, cased)) or all(map(str.isupper, cased))
    return kind != "dressed" or _dressed(written)


def _dressed(written: str) -> bool:
    """Whether letters of another dress or script stand among those of a host, not a word before it."""
    if re.search(f"[{STYLED}]", written) or re.search(f"[A-Za-z0-9][{HIDDEN}]+[A-Za-z0-9]", written):
        return True
    for label in written.split("."):
        alike = sum(char in _ALIKE for char in label)
        latin = sum(char.isascii() and char.isalpha() for char in label)
        if alike and latin and (alike <= 2 or re.search(f"[A-Za-z][{_ALIKE}]+[A-Za-z0-9]", label)):
            return True
    last = written.rpartition(".")[2]
    return all(char in _ALIKE for char in last) and written.partition(".")[0].isascii()


def _named(kind: str, written: str) -> str:
    """The kind of disguise that a report names."""
    if kind in ("stop", "dressed") and re.search(f"[{STYLED}]", written):
        return "styled"
    if kind == "dressed":
        return "hidden" if re.search(f"[{HIDDEN}]", written) else "lookalike"
    return "word" if kind == "glued" else kind


def _disguise(text: str, host: tuple[int, int], name: str, kind: str) -> Disguise | None:
    """The disguised host with its scheme, path and frame, as a candidate in small letters."""
    first, last = host
    start, end = first, last
    scheme = _SCHEME.search(text, max(0, first - 12), first)
    start = scheme.start() if scheme else start
    tail = _TAIL.match(text, last)
    if tail is not None:
        end = last + len(tail.group().rstrip(".,;:!?)]}'"))
    start, end = _framed(text, start, end)
    suffix = public_suffix(name)
    if suffix is None:
        return None
    label = name[: -len(suffix) - 1].rpartition(".")[2]
    form = "url" if scheme else "www" if name.startswith("www.") else "path" if tail else "bare"
    written = text[first:last]
    case = "lower" if kind in ("stop", "styled", "letters") or written.islower() else "mixed"
    found = Candidate(start, end, first, last, name, suffix, label, form, case, name, text[last:end])
    return Disguise(found, kind, written)


def _framed(text: str, start: int, end: int) -> tuple[int, int]:
    """The run with the ornamental brackets or pointing hands around it."""
    left, right = start, end
    while left and text[left - 1] == " ":
        left -= 1
    while right < len(text) and text[right] == " ":
        right += 1
    if left and right < len(text) and _FRAMES.get(text[left - 1]) == text[right]:
        return left - 1, right + 1
    return start, end
