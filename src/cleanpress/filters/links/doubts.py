"""What makes a host look as if it belonged where it stands, without proving it.

References stand at the ends of lines, menus hold hosts between marks, and so do pages that a link script
went through. So a doubt does not keep a host: it raises the score that its removal takes, by a price that
training sets above every real mention in such a place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleanpress.filters.links.candidates import Candidate, deep
from cleanpress.filters.links.context import LEFT_WINDOW, Context, shape
from cleanpress.filters.links.cues import REGISTER
from cleanpress.filters.links.keeps import CITING, CLOSE, LEADING, NEAR
from cleanpress.filters.links.naming import odd, plain_name, risk
from cleanpress.scripts import spaceless

if TYPE_CHECKING:
    from cleanpress.filters.links.evidence import Evidence

__all__ = ["DOUBTS", "OF_PLACE", "doubts"]

DOUBTS = {
    "apart": "a mark sets it apart, as credits and menus do",
    "called": "its sentence calls something a site, or sends the reader there, some words before it",
    "cited": "its sentence cites something, or says who belongs to it, some words before it",
    "command": "its line looks like a comment or a command",
    "crime": "its paragraph is about abuse or security, and its name may be the topic",
    "deep": "it leads to a certain page",
    "elsewhere": "the text mentions it in another place, too, where it stays",
    "end": "it stands at the end of its line, where references stand too",
    "explained": "a bracket behind it may explain it",
    "figures": "figures stand all around it, as in a listing",
    "head": "its line begins with it",
    "indented": "its line is indented, as code is",
    "introduced": "it is introduced, as references are",
    "item": "its line is an item of a list",
    "led": "its sentence sends the reader somewhere, or calls something a site, some words before it",
    "line": "it is all of its line, as references are",
    "linked": "the text holds many addresses, as documentation does",
    "opening": "the sentence begins with it",
    "placed": "the word before it tells where, as before addresses",
    "program": "its line looks like a program",
    "register": "its paragraph is about abuse or security",
    "subject": "it may be the subject behind a phrase that opens the sentence",
    "tagged": "tags or names of accounts stand near it",
    "tail": "its line ends with it",
    "turn": "its line is a turn of a talk, a note or a labelled entry",
}
"""Each doubt in words."""

OF_PLACE = frozenset({"apart", "end", "head", "introduced", "item", "line", "opening", "tail", "turn"})
"""Doubts that come from where references stand, too: no price is asked for them where the name advertises."""

_PROGRAM = re.compile(r"(?:[{}]|\);)\s*$|\w\(|\)\.|[=!<>]=|=>|->|::|`[^`]*$|\w\[\d|^\s*(?:#|//|\$|>>>)\s")
_PROGRAM_MARK = re.compile(r"[;{}()=>:`\[#/$]")  # one of them is in whatever the pattern matches
_MARK = re.compile(r"[;{}()=>:`\[#/$@]|\d")  # and one of these near a program, a name of an account or figures
_WIDE = 80  # code points on each side in which a program is told
_PROMPT = re.compile(r"\s*(?:#(?!#)|//|\$>?|>>>|RUN\b|sudo\b|curl\b|wget\b|ping\b)\s*\S")
_INDENTED = re.compile(r"(?: {4}|\t)[ \t]*\S")
_ITEM = re.compile(r"\s*(?:[-*+•·–—](?!\*)|\d+[.)]\s)")
_TURN = re.compile(r"\s*(?:\*\*|[#>|\[]|\w[\w .]{0,24}:\s)")
_CLAUSE = re.compile(r",\s(?:[^\W\d_]{1,4}\s)?\Z")
_SHORT_CLAUSE = 60  # code points
_COMMON_SUFFIXES = frozenset({"com", "net", "org", "biz", "xyz", "top", "vip", "bet", "icu"})
_SEPARATORS = frozenset("|»›>•·→↗")
_MARKER = re.compile(r"[\s#*+\-–—•·>.)\d]*")
_STOPS = frozenset(".!?…")
_NEAR, _CLOSE = 60, 6  # code points on each side
_FIGURE = re.compile(r"\d")
_MANY_FIGURES = 6  # digits near, one of them close
_ATS = ("at ", "ที่ ")
_AT = re.compile(r"(?:(?<![^\W_])at|ที่) \Z")
_INTRODUCING = frozenset(":;*•·–—-=>|/，：、。.!?")


def doubts(candidate: Candidate, context: Context, evidence: Evidence) -> list[str]:
    """The names of the doubts about a candidate, by its line and its place in it; see :data:`DOUBTS`."""
    found = []
    if context.right.lstrip()[:1] in ("(", "（"):
        found.append("explained")
    if len(context.left) < LEFT_WINDOW and _PROMPT.match(context.left):
        found.append("command")
    if len(context.left) < LEFT_WINDOW and _INDENTED.match(context.left):
        found.append("indented")
    found += _told(candidate, evidence.near_cues)
    if deep(candidate.path):
        found.append("deep")
    if evidence.linked:
        found.append("linked")
    marked = _MARK.search(context.left[-_WIDE:] + context.right[:_WIDE]) is not None
    if marked and candidate.form in ("bare", "path") and candidate.suffix not in _COMMON_SUFFIXES:
        found += ["program"] * _in_program(context)
    found += _style(context, marked)
    if risk(candidate.label):
        return found
    if evidence.elsewhere:
        found.append("elsewhere")
    if _after_opening(context):
        found.append("subject")
    if not odd(candidate):
        found += ["head"] * context.line_start + ["tail"] * context.line_end
    place = _place(candidate, context)
    return [*found, place] if place else found


def _told(candidate: Candidate, cues: dict[str, tuple[int, str]]) -> list[str]:
    """The doubts that come from words some way off: those that stand close are reasons to keep."""
    found = []
    if "register" in cues and cues["register"][0] <= REGISTER:
        found += ["register"] if plain_name(candidate) else ["register", "crime"]
    if any(kind in cues and cues[kind][0] <= NEAR for kind in CITING):
        found.append("cited")
    leading = [cues[kind] for kind in LEADING if kind in cues]
    if any(distance > CLOSE for distance, _ in leading):
        found.append("led")
    if any(distance <= NEAR and (spaceless(phrase[0]) or risk(candidate.label)) for distance, phrase in leading):
        found.append("called")
    return found


def _style(context: Context, marked: bool) -> list[str]:
    """The doubts that come from how the text around the host is written: as a listing, notes or a talk."""
    found = []
    if len(context.left) < LEFT_WINDOW:
        if _ITEM.match(context.left):
            found.append("item")
        elif _TURN.match(context.left):
            found.append("turn")
    if marked:
        near = context.left[-_NEAR:] + context.right[:_NEAR]
        if "#" in near or "@" in near:
            found.append("tagged")
        close = context.left[-_CLOSE:] + context.right[:_CLOSE]
        if _FIGURE.search(close) and len(_FIGURE.findall(near)) >= _MANY_FIGURES:
            found.append("figures")
    if context.left.endswith(_ATS) and _AT.search(context.left[-4:]):
        found.append("placed")
    return found


def _after_opening(context: Context) -> bool:
    """Whether a short clause opens the sentence, a comma ends it, and the sentence goes on behind the host."""
    near = context.left[-7:]
    if "," not in near or near[-1] != " " or not context.right.lstrip()[:1].islower() or not _CLAUSE.search(near):
        return False
    known = context.clause or len(context.left) < LEFT_WINDOW
    return bool(known) and len(context.left) - context.clause <= _SHORT_CLAUSE


def _in_program(context: Context) -> bool:
    for window in (context.left[-_WIDE:], context.right[:_WIDE]):
        if _PROGRAM_MARK.search(window) and _PROGRAM.search(window):
            return True
    return False


def _place(candidate: Candidate, context: Context) -> str:
    """The doubt that comes from where the host stands; none about a name that looks bought by the dozen."""
    if context.line_end and (context.line_start or _MARKER.fullmatch(context.left)):
        return "line"
    if odd(candidate):
        return ""
    before = context.left.rstrip()[-1:]
    if before in _SEPARATORS or context.right.lstrip()[:1] in _SEPARATORS:
        return "apart"
    words = context.left_words
    if context.line_end and (
        candidate.form == "url" or before in _INTRODUCING or (words and shape(words[0]) == "Title")
    ):
        return "end"
    if candidate.form == "url" and (context.line_start or before in _INTRODUCING):
        return "introduced"
    if (context.line_start or before in _STOPS) and context.right.lstrip()[:1].islower():
        return "opening"
    return ""
