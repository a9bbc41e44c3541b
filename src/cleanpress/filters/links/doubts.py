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
from cleanpress.filters.links.naming import odd, risk

if TYPE_CHECKING:
    from cleanpress.filters.links.evidence import Evidence

__all__ = ["DOUBTS", "doubts"]

DOUBTS = {
    "apart": "a mark sets it apart, as credits and menus do",
    "command": "its line looks like a comment or a command",
    "deep": "it leads to a certain page",
    "end": "it stands at the end of its line, where references stand too",
    "explained": "a bracket behind it may explain it",
    "indented": "its line is indented, as code is",
    "introduced": "it is introduced, as references are",
    "line": "it is all of its line, as references are",
    "opening": "the sentence begins with it",
    "program": "its line looks like a program",
    "register": "its paragraph is about abuse or security",
}
"""Each doubt in words."""

_PROGRAM = re.compile(r"(?:[{}]|\);)\s*$|\w\(|\)\.|[=!<>]=|=>|->|::|`[^`]*$|\w\[\d|^\s*(?:#|//|\$|>>>)\s")
_PROGRAM_MARK = re.compile(r"[;{}()=>:`\[#/$]")  # one of them is in whatever the pattern matches
_PROMPT = re.compile(r"\s*(?:#(?!#)|//|\$>?|>>>|RUN\b|sudo\b|curl\b|wget\b|ping\b)\s*\S")
_INDENTED = re.compile(r"(?: {4}|\t)[ \t]*\S")
_COMMON_SUFFIXES = frozenset({"com", "net", "org", "biz", "xyz", "top", "vip", "bet", "icu"})
_SEPARATORS = frozenset("|»›>•·→↗")
_MARKER = re.compile(r"[\s#*+\-–—•·>.)\d]*")
_STOPS = frozenset(".!?…")
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
    if "register" in evidence.near_cues and evidence.near_cues["register"][0] <= REGISTER:
        found.append("register")
    if deep(candidate.path):
        found.append("deep")
    if candidate.form in ("bare", "path") and candidate.suffix not in _COMMON_SUFFIXES and _in_program(context):
        found.append("program")
    place = "" if risk(candidate.label) else _place(candidate, context)
    return [*found, place] if place else found


def _in_program(context: Context) -> bool:
    for window in (context.left[-80:], context.right[:80]):
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
    if before in _SEPARATORS:
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
