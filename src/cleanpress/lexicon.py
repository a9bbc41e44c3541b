"""Phrases that machines print: how they are folded, what their slots mean, how a line is looked up in them.

Looking up costs the same however many phrases there are: a whole line is one dictionary access, a
phrase with slots is found through its first word, a phrase glued to other text through its first or
last characters. Nothing in here searches a text; that is the caller's job.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

from cleanpress.data import entries, read_toml
from cleanpress.errors import DataError
from cleanpress.names import nearest
from cleanpress.scripts import spaceless

__all__ = [
    "DECORATION",
    "SERVICES",
    "SLOT",
    "STOPS",
    "Entry",
    "PhraseRule",
    "PhraseTable",
    "fold",
    "load_rules",
    "template",
    "trim",
    "words",
]

DECORATION = " \t\r\u00a0\u200b\u200c\u200d\ufeff\u3000*_~#|\\•‣◦·∙▪■●▶►▸→←↑↓⇒➜–—-=+<>"
"""What scrapers and themes put around a line: blanks, bullets, rules, arrows, emphasis, bars."""

STOPS = ".,;:!،؛。、।۔"
"""Marks at the edges of a phrase that do not count; a question mark does."""

SERVICES = ["AddThis", "AddToAny", "BlogThis!", "Blogger", "Bluesky", "Copy Link", "Digg", "E-Mail", "E-mail", "Email", "Facebook", "Facebook Messenger", "Flipboard", "Google+", "Hacker News", "Instagram", "KakaoTalk", "LINE", "Line", "LinkedIn", "Linkedin", "Mastodon", "Messenger", "Mix", "Nextdoor", "Odnoklassniki", "Pinterest", "Pocket", "Print", "ReddIt", "Reddit", "Skype", "StumbleUpon", "Telegram", "Threads", "Tumblr", "Twitter", "VK", "VKontakte", "Viber", "WeChat", "Weibo", "WhatsApp", "Whatsapp", "X", "XING", "Xing", "YouTube"]
"""Names of services a page can be shared on: what the slot ``{service}`` stands for."""

SLOTS = {
    "n": r"\d[\d.,]{0,11}[KMkm]?",
    "host": r"(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?:[/?#]\S{0,200})?",
    "title": r"[^\s.](?:.{0,138}?[^\s.。।۔])?",
    "handle": r"[\w.-]{1,60}",
    "any": r"\S(?:.{0,158}?\S)?",
    "name": r"[^\s()@\[\]](?:[^()@\[\]]{0,58}?[^\s()@\[\]])?",
    "date": r"(?=.{0,24}?\d)[^\s()](?:[^()]{0,38}?[^\s()])?",
    "service": "(?:" + "|".join(re.escape(name) for name in sorted(SERVICES, key=len, reverse=True)) + ")",
}
"""What stands in a phrase for a variable part, as expressions that never leave a line.

n: a number; host: a host or an address; title: a headline, which has no full stop at its end; handle: a
user name; any: anything; name: a person or a site; date: something short with a digit in it; service:
one of :data:`SERVICES`. All are bounded, so that a match costs bounded time.
"""

SLOT = re.compile(r"\{(\w+)\}")
"""A slot in a phrase; its name is the first group."""
_ALIKE = {"'": "['’ʼ‘´]", '"': '["“”„]', "...": r"(?:\.\.\.|…)"}
_TOKEN = re.compile(r"\.\.\.|\s+|.", re.DOTALL)


def trim(text: str) -> str:
    r"""The text without decoration at its edges, compatibility forms unified, blanks collapsed; case is kept.

    >>> trim("**  Share\u00a0this: |")
    'Share this:'
    """
    if not text.isascii():
        text = _straight(normalize("NFKC", text))
    text = " ".join(text.split()).strip(DECORATION)
    if text and (text[0] in "«»‹›") != (text[-1] in "«»‹›"):  # a pair of them quotes, a single one points
        text = text.strip("«»‹›" + DECORATION)
    return text


def _straight(text: str) -> str:
    """Quotation marks that look alike become one."""
    for mark in "’ʼ‘´":
        text = text.replace(mark, "'")
    for mark in "“”„":
        text = text.replace(mark, '"')
    return text


def fold(text: str) -> str:
    """The key a phrase is looked up by: trimmed, without sentence marks at its edges, case folded.

    A run of exclamation marks stays, as two: plugins shout, and the same words without are a sentence.

    >>> fold("- Continue  reading the main STORY…"), fold("Content is protected!!!")
    ('continue reading the main story', 'content is protected !!')
    """
    return _key(trim(text))


def _key(trimmed: str) -> str:
    bare = trimmed.strip(STOPS).strip()
    if trimmed.endswith("!!") and bare:
        bare += " !!"
    return (bare or trimmed).casefold()


def words(text: str) -> int:
    """How many words a phrase has besides its slots; two characters of a script without spaces count as one.

    >>> words("Read also: {title}"), words("微信扫一扫"), words("View image in fullscreen")
    (2, 2, 4)
    """
    text = SLOT.sub(" ", text)
    dense = 0 if text.isascii() else sum(map(spaceless, text))
    return sum(any(map(str.isalnum, word)) for word in text.split()) + max(dense - 1, 0) // 2


@cache
def template(phrase: str) -> re.Pattern[str]:
    """The phrase as an expression for text as it was scraped.

    Blanks between words may differ and, behind marks, be missing; straight and curly quotation marks are
    the same; case counts only in phrases of fewer than three words.

    >>> template("The post {title} appeared first on {name}.").search("End.The post A b appeared first on C.").span()
    (4, 37)
    """
    parts = []
    position = 0
    for slot in SLOT.finditer(phrase):
        parts += [_literal(phrase[position : slot.start()]), SLOTS[slot[1]]]
        position = slot.end()
    parts.append(_literal(phrase[position:]))
    return re.compile("".join(parts), re.IGNORECASE if words(phrase) >= 3 else 0)


def _literal(text: str) -> str:
    """Literal text as an expression that forgives what scraping does to blanks and quotation marks."""
    parts = []
    before = ""
    for token in _TOKEN.findall(_straight(text).replace("…", "...")):
        if token.isspace():
            parts.append(r"[ \t\u00a0\u3000]{%d,4}" % (not before or before.isalnum()))
        else:
            parts.append(_ALIKE.get(token) or re.escape(token))
        before = token[-1]
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """Phrases that one emitter prints, and what is known about them.

    ``id`` is unique. ``where`` says how they sit in a line: alone (line), also glued to its start
    (prefix), glued to the end of the text (suffix), anywhere (inline, found through the literal
    ``anchor``). ``place`` is where in a document they stand: any, head, tail. ``act`` is delete or
    report; ``confidence`` lies in 0..1, 0 standing for the default. With ``company`` a phrase needs
    another artifact beside it. ``keep`` are near misses that must not match.
    """

    id: str
    emitter: str
    phrases: tuple[str, ...]
    lang: str = "und"
    where: str = "line"
    place: str = "any"
    act: str = "delete"
    confidence: float = 0.0
    company: bool = False
    anchor: str = ""
    keep: tuple[str, ...] = ()


class Entry(NamedTuple):
    """One phrase and the rule it belongs to; a ``short`` one has fewer than three words."""

    rule: PhraseRule
    phrase: str
    short: bool


@dataclass(slots=True)
class PhraseTable:
    """Phrases by the ways they are looked up. Built once, then only read.

    >>> table = PhraseTable([PhraseRule("x/share", "a theme", ("Share this:", "{n} Shares"))])
    >>> table.line("** Share this: **").phrase, table.line("12 Shares").phrase, table.line("share this:")
    ('Share this:', '{n} Shares', None)
    """

    rules: Iterable[PhraseRule]
    entries: list[Entry] = field(init=False, default_factory=list)
    _exact: dict[str, Entry] = field(init=False, default_factory=dict)
    _folded: dict[str, Entry] = field(init=False, default_factory=dict)
    _slotted: dict[str, list[Entry]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for rule in self.rules:
            for phrase in rule.phrases:
                self._add(rule, phrase)

    def _add(self, rule: PhraseRule, phrase: str) -> None:
        trimmed = trim(phrase)
        slotted = "{" in trimmed and SLOT.search(trimmed)
        short = (slotted or trimmed.count(" ") < 2) and words(trimmed) < 3
        entry = Entry(rule, phrase, bool(short))
        self.entries.append(entry)
        if slotted:
            self._slotted.setdefault(_bucket(_key(trimmed)), []).append(entry)
        elif short:
            self._exact[trimmed] = entry
        else:
            self._folded[_key(trimmed)] = entry

    def line(self, text: str) -> Entry | None:
        """The phrase that the whole line is, or None. Short phrases count in their exact form only."""
        trimmed = trim(text)
        key = _key(trimmed)
        found = self._exact.get(trimmed) or self._folded.get(key)
        if found is not None or not key:
            return found
        bare = trimmed.rstrip(STOPS)
        for bucket in dict.fromkeys((_bucket(key), "")):
            for entry in self._slotted.get(bucket, ()):
                pattern = template(trim(entry.phrase))
                if pattern.fullmatch(trimmed) or pattern.fullmatch(bare):
                    return entry
        return None


def _bucket(key: str) -> str:
    """The first word of a folded line or phrase; nothing for a phrase that begins with a slot."""
    first = key.partition(" ")[0]
    return "" if first.startswith("{") else first


_CHOICES = {
    "where": ("line", "prefix", "suffix", "inline"),
    "place": ("any", "head", "tail"),
    "act": ("delete", "report"),
}
_TYPES: Mapping[str, type | tuple[type, ...]] = {"company": bool, "confidence": (int, float)}
_BLOCKS = ("phrases", "keep")


def load_rules(path: Path, prefix: str) -> list[PhraseRule]:
    """Read the rules of one file; their ids are put behind ``prefix`` and a slash.

    Raises DataError naming the file, the rule and the remedy.

    >>> from cleanpress.data import DATA
    >>> load_rules(DATA / "artifacts" / "copy_protection.toml", "artifacts/copy-protection")[0].act
    'delete'
    """
    tables = read_toml(path).get("rule")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise DataError(f"{path}: no rules; a file of phrases has [[rule]] tables")
    return [_rule(table, f"{path}: rule {table.get('id', number)!r}", prefix) for number, table in enumerate(tables, 1)]


def _rule(table: dict[str, Any], where: str, prefix: str) -> PhraseRule:
    known = _FIELDS
    for key, value in table.items():
        if key not in known:
            raise DataError(f"{where}: unknown key {key!r}; {nearest(key, known)}")
        if isinstance(value, bool) is not (key == "company") or not isinstance(value, _TYPES.get(key, str)):
            raise DataError(f"{where}: {key} has the wrong type, {type(value).__name__}")
        if key in _CHOICES and value not in _CHOICES[key]:
            raise DataError(f"{where}: {key} is one of {', '.join(_CHOICES[key])}, not {value!r}")
    for key in ("id", "emitter", "phrases"):
        if not table.get(key):
            raise DataError(f"{where}: {key} is missing")
    values = {key: tuple(entries(value)) if key in _BLOCKS else value for key, value in table.items()}
    values["id"] = f"{prefix}/{values['id']}"
    rule = PhraseRule(**values)
    if not 0 <= rule.confidence <= 1:
        raise DataError(f"{where}: confidence must lie in 0..1, got {rule.confidence}")
    if rule.where == "inline" and not rule.anchor:
        raise DataError(f"{where}: an inline rule needs an anchor, a literal that all its phrases contain")
    for phrase in rule.phrases:
        _check(phrase, rule, where)
    return rule


_FIELDS = tuple(f.name for f in fields(PhraseRule))


def _check(phrase: str, rule: PhraseRule, where: str) -> None:
    if rule.anchor not in phrase:
        raise DataError(f"{where}: {phrase!r} does not contain the anchor {rule.anchor!r}")
    for slot in SLOT.findall(phrase) if "{" in phrase else ():
        if slot not in SLOTS:
            raise DataError(f"{where}: {phrase!r} has an unknown slot {{{slot}}}; {nearest(slot, SLOTS)}")
    if not any(map(str.isalnum, phrase)):
        raise DataError(f"{where}: {phrase!r} has neither letter nor digit")
