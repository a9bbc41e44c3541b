"""Codes that stand for characters, and what they stand for: entities, escapes of JSON and Excel, hidden addresses.

A code is decoded where a program forgot to. Text about codes, source code and addresses stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleanpress.edits import Span
from cleanpress.filters.artifacts.mention import Subject
from cleanpress.lexicon import PhraseRule, pattern_of

__all__ = ["Decoder"]

CONFIDENCE = 0.96
"""Confidence of a code that is decoded; its rule may say otherwise."""

_HIDDEN = re.compile(
    r"<(?P<tag>a|span)\b[^<>]{0,200}?data-cfemail=[\"'](?P<attribute>[0-9a-f]{8,160})[\"'][^<>]{0,200}>"
    r"[^<>]{0,40}</(?P=tag)>"
    r"|\[?\[email[\s\u00a0]protected\]\]?\(?(?:https?://[\w.-]{1,80})?/cdn-cgi/l/email-protection#(?P<link>[0-9a-f]{8,160})\)?"
)
_LAYERS = re.compile("&(?:amp;)+")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,200}\.\w{2,24}(?:\?\S{0,100})?")
_TOKEN = 80  # code points around a code in which the rest of its word is looked for
_PRINTED = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|&lt;/?[a-zA-Z]")


class Decoder:
    """Reads the codes that rules with the act ``decode`` list."""

    def __init__(self, rules: Iterable[PhraseRule]) -> None:
        self._rules = [(rule, _openings(rule), _expression(rule)) for rule in rules if rule.act == "decode"]

    def scan(self, text: str, subject: Subject) -> list[Span]:
        """The codes as (start, end, what they stand for, rule, reason, confidence)."""
        spans = []
        for rule, openings, expression in self._rules:
            if not any(opening in text for opening in openings):
                continue
            reason = f"code that {rule.emitter} left"
            for start, end, character in _decoded(text, expression, subject):
                spans.append((start, end, character, rule.id, reason, rule.confidence or CONFIDENCE))
        return spans


def _openings(rule: PhraseRule) -> tuple[str, ...]:
    """Literals one of which every code of a rule has: faster to look for than codes are."""
    if rule.phrases[0] == "__cf_email__":
        return "data-cfemail=", "/cdn-cgi/l/email-protection#"
    return tuple(dict.fromkeys("&" if phrase[0] == "&" else phrase.partition("{")[0] for phrase in rule.phrases))


def _expression(rule: PhraseRule) -> re.Pattern[str]:
    """All codes of a rule as one expression."""
    if rule.phrases[0] == "__cf_email__":
        return _HIDDEN
    names = [phrase[1:] for phrase in rule.phrases if phrase[0] == "&"]
    if names:  # escaped more than once, an ampersand is a code again
        return re.compile(f"&(?:amp;)*(?:{'|'.join(pattern_of(name) for name in names)})")
    return re.compile("|".join(f"(?:{pattern_of(phrase)})" for phrase in rule.phrases))


def _decoded(text: str, expression: re.Pattern[str], subject: Subject) -> Iterator[tuple[int, int, str]]:
    about: bool | None = None
    for match in expression.finditer(text):
        start, end = match.span()
        character = _address(match) if expression is _HIDDEN else _character(text, match[0], start, end)
        if character is None or start in subject or subject.span(text, start, end):
            continue
        if expression is not _HIDDEN:
            if _in_address(text, start, end):
                continue
            if about is None:
                about = subject.on_code or len(_PRINTED.findall(text)) > 1
            if about:
                return
        yield start, end, character


def _character(text: str, found: str, start: int, end: int) -> str | None:
    """What a code stands for; None if it is none, or none here."""
    if found[0] == "&":
        character = _unescaped(found)
        if "\ufffd" in character:  # the number of no character
            return None
        return character if character.isprintable() or character in "\u00a0\u200b\u200c\u200d\u00ad" else None
    if found[0] == "_":
        return "" if text[end : end + 1] in ("\n", "\r", "") else "\n"
    return _escaped(text, found, start, end)


def _unescaped(found: str) -> str:
    """An entity, decoded until it is none."""
    from html import unescape  # its table of entities takes milliseconds to load

    found = _LAYERS.sub("&", found)  # one after another, many layers would take quadratic time
    while "&" in found and (inner := unescape(found)) != found:
        found = inner
    return found


def _escaped(text: str, found: str, start: int, end: int) -> str | None:
    r"""What ``\u00e9`` stands for if a letter beside it shows that it belongs to a word."""
    if found[1] == "x" or "\\" in (text[start - 1 : start], text[end : end + 1]):
        pieces = re.fullmatch(r"(?:\\u[0-9a-fA-F]{4})+", found)
        if pieces is None and found != r"\xa0":
            return None
    character = re.sub(r"\\(?:u([0-9a-fA-F]{4})|x(a0))", lambda m: chr(int(m[1] or m[2], 16)), found)
    character = character.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    spaced = all(c in "\u00a0\u200b" for c in character)
    if not spaced and not character.isprintable():
        return None
    beside = text[start - 1 : start] + text[end : end + 1]
    return character if any(map(str.isalpha, beside)) or (spaced and beside.strip()) else None


def _address(match: re.Match[str]) -> str | None:
    """The address that Cloudflare hid: every byte was changed by the first one."""
    key, *rest = bytes.fromhex(_even(match["attribute"] or match["link"]))
    try:
        address = bytes(byte ^ key for byte in rest).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return address if _ADDRESS.fullmatch(address) else None


def _even(digits: str) -> str:
    return digits[: len(digits) // 2 * 2]


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the word around a code is an address or a path."""
    before = text[max(start - _TOKEN, 0) : start].split()
    behind = text[end : end + _TOKEN].split()
    left = before[-1] if before and not text[start - 1 : start].isspace() else ""
    right = behind[0] if behind and not text[end : end + 1].isspace() else ""
    return "://" in left or ("?" in left and "=" in left) or ":\\" in left or "\\x" in left + right
