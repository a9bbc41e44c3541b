"""Hard reasons to keep a host: each wins over any score, and each can say why.

A spam word in a name, a cheap suffix or a broken seam never outweighs a sentence that quotes the
host, works for it, sends the reader to it or warns of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from cleanpress.data import FOLDER, entries, read_toml
from cleanpress.filters.links.candidates import Candidate, deep, parts
from cleanpress.filters.links.context import LEFT_WINDOW, Context
from cleanpress.filters.links.cues import REGISTER, TOUCHING
from cleanpress.filters.links.naming import plain_name, risk
from cleanpress.patterns import compiled

if TYPE_CHECKING:
    from cleanpress.filters.links.evidence import Evidence

__all__ = [
    "CITING",
    "CLOSE",
    "LEADING",
    "NEAR",
    "plainly_stays",
    "reason_beside",
    "reason_farther",
    "reason_in_itself",
    "reason_in_sentence",
    "reason_nearby",
    "reason_said",
    "reason_to_keep",
    "stays_at_once",
]

Check: TypeAlias = "Callable[[Candidate, Context, Evidence], str]"
"""Looks for one reason to keep a candidate; empty words when there is none."""

_CODE = frozenset("`_/\\=<>#$&*@{}|~^+%§")
_OPENING = frozenset("([{\"'“„‘‚«‹「『【（《〈<")
_CLOSING = frozenset(")]}\"'”’»›」』】）》〉>")
_PAUSES = frozenset(".,;:!?\n")  # neither of these nor of code
_SPEECH = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "‹": "›"}
_INFLECTION = r"['’`´‘\-‑\u200c][^\W\d_]|[가-힣]"
_DATELINE = r"\s*(?:[-–—|:]|,\s*[^\W\d_]|\d{1,4}[/.-]\d{1,2}[/.-]\d)"
_PLAIN_SUFFIXES = frozenset({"com", "net", "org", "biz", "xyz", "top", "vip", "bet", "icu"})
_INCLUSIVE = frozenset({"ice", "ne", "se", "ve"})  # endings of inclusive French: auteur.ice, citoyen.ne
_PREFIXES = frozenset({"ka", "ku", "kwa", "kwi", "lwe", "nga", "nge", "ngo", "we", "ye", "ze"})  # Bantu: kwi-e.tv
_LONG_NAME = 10  # code points: few files of programs have a name as long as that
_MARKUP = frozenset("`{}=<>\\_#")
_ARCHIVES = frozenset({"zip", "mov"})  # also the names of files, with a path behind them or not
NEAR = 25
"""Code points between a host and a cue: a phrase apart."""
CLOSE = 10
"""Code points between a host and a cue that is a reason to keep it; one that is farther is a doubt."""
LEADING = ("site", "target")
"""Cues that lead to a host, but do not speak of it."""
CITING = ("quoting", "affiliation")  # cues that speak of what is cited, and of who belongs to it
_SHORT_SPEECH = 40  # code points: a quotation that is about what it begins with


def reason_to_keep(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    """Why the host must stay, in words; empty when nothing forbids its removal.

    Cheap checks come first: most hosts of a clean text stay for a reason that costs next to nothing.
    """
    return (
        reason_in_itself(candidate)
        or reason_nearby(candidate, context, evidence)
        or reason_farther(candidate, context, evidence)
    )


def reason_nearby(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    """Why the host must stay, by what stands right beside it and by the shape of its line."""
    return _first_reason(_NEARBY, candidate, context, evidence)


def reason_said(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    """Why the host must stay, by the nearest words: the first of what :func:`reason_farther` asks for."""
    return _told_by(evidence.near_cues, candidate, CLOSE, CLOSE)


def reason_farther(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    """Why the host must stay, by the words of its sentence and of the whole text: it costs more to find out."""
    return _first_reason(_FARTHER, candidate, context, evidence)


def _first_reason(checks: Sequence[Check], candidate: Candidate, context: Context, evidence: Evidence) -> str:
    for check in checks:
        reason = check(candidate, context, evidence)
        if reason:
            return reason
    return ""


def reason_in_sentence(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    """Why the sentence around it asks for the host: it quotes, inflects or introduces it; empty if it does not."""
    return _first_reason(_SAID, candidate, context, evidence)


def reason_in_itself(candidate: Candidate) -> str:
    """Why the host must stay wherever it stands."""
    if candidate.case != "lower":
        return "it is written with capitals, as brands write themselves"
    if candidate.form == "email":
        return "it is part of an e-mail address"
    return _of_host(candidate.host, candidate.suffix)


@lru_cache(maxsize=4096)
def _of_host(host: str, suffix: str) -> str:
    """Why a host must stay, by its name; the same host is often judged many times."""
    institutions, _, platforms, _, _ = _tables()
    labels = host.split(".")
    if not institutions.isdisjoint(labels[1:]):
        return f"the suffix .{suffix} belongs to an institution"
    if ".".join(labels[-2:]) in platforms or ".".join(labels[-3:]) in platforms:
        return "it is a platform that texts cite all the time"
    return ""


def plainly_stays(text: str, start: int, end: int) -> bool:
    """Whether a run of host characters will stay, seen before it is made a candidate.

    True for capitals, for platforms and institutions, inside brackets or quotation marks, and before a
    path that leads to a certain page; False decides nothing. Documentation is full of such hosts.
    """
    host = text[start:end]
    if not host.islower():
        return "www." not in host[1:].lower()  # a word that is stuck to the host has the capital
    if text.startswith("://", start - 3) and start > 7:
        start -= 8 if text[start - 4] == "s" else 7
    if text[start - 1 : start] in _OPENING or _of_host(host, host.rpartition(".")[2]):
        return True
    if text[end : end + 1] == "/" and _DEEP_PATH.match(text, end):
        label, close = parts(host)[1], text.find(" ", end, end + _LONGEST_PATH)
        return label != "" and not risk(label) and not _amid_words(text[start - 2 : start], text[close : close + 2])
    return False


def stays_at_once(text: str, candidate: Candidate) -> bool:
    """Whether a host stays for a reason that takes no look at its sentence."""
    if candidate.form == "email" or reason_in_itself(candidate):
        return True
    start, end = candidate.start, candidate.end
    before, behind = text[start - 1 : start], text[end : end + 1]
    if before == " " and (behind == " " or behind in _PAUSES):
        touched = ""  # of nearly all
    else:
        touched = reason_beside(text, candidate) or _touched_by_code(candidate.form, before, behind)
    return bool(touched or _leads_on(candidate, text[start - 2 : start], text[end : end + 2]))


def reason_beside(text: str, candidate: Candidate) -> str:
    """Why the host must stay, by the characters that touch it; the commonest reason, and the cheapest."""
    before, behind = text[candidate.start - 1 : candidate.start], text[candidate.end : candidate.end + 1]
    if before in _OPENING:
        return f"it stands in brackets or quotation marks ({before})"
    if behind in _CLOSING and not compiled(_INFLECTION).match(text, candidate.end):
        return f"it stands in brackets or quotation marks ({behind})"
    return ""


def _touched_by_code(form: str, before: str, behind: str) -> str:
    if before == "`" or behind == "`":
        return "it stands in a code span"
    if form in ("bare", "path"):
        if before in _CODE:
            return f"it stands directly behind {before!r}, as in code or a path"
        if behind in _CODE and behind != "/":
            return f"it stands directly before {behind!r}, as in code"
        if behind == "(" or before == ".":
            return "it is part of a program's text"
    return ""


def _glue(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    """Two sentences without the space between them: ``said.It``, ``tarde.La``."""
    if candidate.form != "bare":
        return ""
    if len(candidate.label) == 1:
        return "one letter before the dot: an abbreviation"
    last = candidate.written.rpartition(".")[2]
    if candidate.host.count(".") == 1 and last not in _PLAIN_SUFFIXES and len(last) <= 3:
        table = evidence.table
        if not candidate.label.isascii() and table.common(last):
            return "a word of the sentence before the dot, a common word behind it: two sentences without a space"
        known = table.knows(candidate.label) and (table.common(last) or last in _INCLUSIVE)
        if known or (table.common(candidate.label) and table.knows(last)):
            return "words on both sides of the dot: two sentences without a space, or an ending"
    return ""


def _code(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    touched = _touched_by_code(candidate.form, context.left[-1:], context.right[:1])
    if touched:
        return touched
    if "[.]" in context.left or "[.]" in context.right:
        return "its paragraph takes hosts apart, as reports on security do"
    if context.left[-4:] in ("[at]", "(at)"):
        return "it is part of an e-mail address"
    if candidate.form in ("bare", "path"):
        if candidate.host.partition(".")[0] in _tables()[3] and candidate.form == "bare":
            return "its first part is a name that programs use"
        if _names_file(candidate, context, evidence):
            return f"it may be the name of a .{candidate.suffix} file"
    return ""


def _names_file(candidate: Candidate, context: Context, evidence: Evidence) -> bool:
    """Whether it may be a file; with an ending that sites like, too, one with a short or known name, or amid code."""
    suffix, label = candidate.suffix, candidate.label
    if suffix not in _tables()[1] or (candidate.form != "bare" and suffix not in _ARCHIVES) or risk(label):
        return False
    if suffix not in _tables()[4] or len(label) < _LONG_NAME or all(map(evidence.table.knows, label.split("-"))):
        return True
    return not _MARKUP.isdisjoint(context.left + context.right)


def _quoted(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    before, behind = context.left.rstrip()[-1:], context.right[:1]
    if before in _OPENING:
        return f"it stands in brackets or quotation marks ({before})"
    if behind in _CLOSING and not compiled(_INFLECTION).match(context.right):
        return f"it stands in brackets or quotation marks ({behind})"
    return ""


def _spoken(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    """A quotation goes on around the host, and began a few words before it or may be about its name."""
    opened = -1 if context.left.isascii() else max(map(context.left.rfind, _SPEECH))
    if opened < 0:
        return ""
    closing = set(_SPEECH[context.left[opened]])
    if not closing.isdisjoint(context.left[opened + 1 :]) or closing.isdisjoint(context.right):
        return ""
    near = len(context.left) - opened <= _SHORT_SPEECH
    return "it stands in a quotation" if near or risk(candidate.label) else ""


def _explained(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    return "a bracket behind it explains it" if context.right.lstrip()[:1] in ("(", "（") else ""


def _inflected(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    if compiled(_INFLECTION).match(context.right):
        return f"the sentence inflects it ({context.right[:4].strip()})"
    if context.left[-1:] in ("-", "‑") and context.left[-2:-1].isalpha():
        return "a prefix of the sentence is joined to it"
    prefix, hyphen, name = candidate.label.partition("-")
    if hyphen and prefix in _PREFIXES and len(name) < 3:
        return f"the sentence inflects it ({prefix}-)"
    return ""


def _cued_afar(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    return _told_by(evidence.cues, candidate, NEAR, REGISTER)


def _told_by(cues: dict[str, tuple[int, str]], candidate: Candidate, before: int, around: int) -> str:
    """Why cues keep a host that stand so many code points before it; words about abuse keep no plain name."""
    for kind, words in _CUES.items():
        if kind in cues:
            distance, phrase = cues[kind]
            reach = {"behind": TOUCHING, "register": around}.get(kind, before)
            if distance <= reach and not (kind == "register" and plain_name(candidate)):
                return f"{words} ({phrase})"
    return ""


def _kin(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    if evidence.kin and not risk(candidate.label):
        return "the text holds another host or page of its owner"
    return ""


def _named(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    return "the text names its owner" if not risk(candidate.label) and evidence.named else ""


def _subject(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    """A phrase of time opens the sentence: what follows is its subject, unless the sentence brings its own."""
    opening = context.left[context.clause :]
    if risk(candidate.label) or (not context.clause and len(context.left) == LEFT_WINDOW) or len(opening) > 80:
        return ""
    words = [word.strip(_MARKS) for word in opening.casefold().split()]
    if not words or len(words) > 6 or context.right.lstrip()[:1].isupper():
        return ""
    languages, phrases, verb_first = _openings()
    timed, fits = 0, -1
    for place, word in enumerate(words):
        of_time, known = languages.get(word, (0, 0))
        timed |= of_time
        verb = verb_first if place and place == len(words) - 1 and word.isalpha() else 0
        fits &= -1 if word.isdigit() else known | verb
    if timed & fits or "".join(words) in phrases:
        return f"it is the subject behind {opening.strip()!r}"
    return ""


def _dateline(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    if context.line_start and compiled(_DATELINE).match(context.right):
        return "it opens the line as a dateline or label"
    return ""


def _listed(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    return "it stands in a list of sites" if evidence.neighbours[1] else ""


def _addressed(candidate: Candidate, context: Context, evidence: Evidence) -> str:
    """What follows the host tells that it is a reference, unless its name speaks against it."""
    if risk(candidate.label):
        return ""
    leads = _leads_on(candidate, context.left[-2:], context.right[:2])
    if leads:
        return leads
    names = _PATH_WORD.findall(candidate.path.casefold()) if candidate.path else ()
    if any(name in evidence.abbreviations or (len(name) >= 5 and name in evidence.words) for name in names):
        return "the text is about what its address names"
    return ""


def _leads_on(candidate: Candidate, before: str, behind: str) -> str:
    """Why the host must stay, by the path behind it: the commonest reason for URLs, and a cheap one.

    ``before`` and ``behind`` are two characters on each side: between two words of a sentence a path is a doubt only.
    """
    if len(candidate.path) > 1 and deep(candidate.path) and not (_amid_words(before, behind) or risk(candidate.label)):
        return "it leads to a certain page, as references do"
    return ""


def _amid_words(before: str, behind: str) -> bool:
    """Whether a word ends one space before a host, and another one goes on one space behind it."""
    return (
        before[-1:] == " "
        and before[:1].isalpha()
        and behind[:1] == " "
        and behind[1:].isalpha()
        and not behind[1:].isupper()
    )


_PATH_WORD = re.compile(r"[^\W\d_]{3,}")
_MARKS = ".,;:!?()[]\"'’“”„«»–—-，。、·*#>"
_DEEP_PATH = re.compile(r"/[\w%~+=&@:-]+/\w|/[\w%~+=&@:-]*\.\w|/[\w%~+=&@:-]{17}", re.ASCII)  # never less than deep()
_LONGEST_PATH = 200  # code points
_VERB_FIRST = frozenset({"da", "de", "nl", "no", "sv"})
_CUES = {
    "quoting": "the sentence quotes it",
    "affiliation": "the sentence names who belongs to it",
    "site": "the sentence calls it a site",
    "target": "the sentence sends the reader there",
    "behind": "the sentence goes on as about a site",
    "register": "the paragraph is about abuse or security",
}
_SAID = (_quoted, _spoken, _explained, _inflected, _cued_afar)
_NEARBY = (_quoted, _spoken, _inflected, _code, _dateline, _kin, _glue, _listed)
_FARTHER = (reason_said, _addressed, _subject, _named)


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], ...]:
    """(labels of institutions, suffixes of files as well, platforms, names in programs, suffixes of more sites)."""
    table = read_toml(f"{FOLDER}/hosts/trusted.toml")
    keys = ("institutions", "file_endings", "platforms", "program_names", "site_endings")
    return tuple(frozenset(entries(table[key])) for key in keys)


@lru_cache(maxsize=1)
def _openings() -> tuple[dict[str, tuple[int, int]], frozenset[str], int]:
    """For each word the languages in which it is of time, and those in which it may open a sentence; whole openings.

    Languages are bits of a number: a sentence has to be in one of them from end to end. The last of the three are
    the languages in which the verb stands between the opening and its subject.
    """
    words: dict[str, tuple[int, int]] = {}
    phrases: set[str] = set()
    verb_first = 0
    for place, (language, table) in enumerate(read_toml(f"{FOLDER}/openings.toml")["languages"].items()):
        bit = 1 << place
        verb_first |= bit if language in _VERB_FIRST else 0
        for key in ("time", "little"):
            for word in table.get(key, "").split():
                of_time, known = words.get(word, (0, 0))
                words[word] = of_time | (bit if key == "time" else 0), known | bit
        phrases.update(table.get("phrases", "").split())
    return words, frozenset(phrases), verb_first
