"""Phrases that machines print: how they are folded, what their slots mean, how a line is looked up in them.

Looking up costs the same however many phrases there are: a whole line is one dictionary access, a
phrase with slots is found through its first word, a phrase glued to other text through its first or
last characters. Nothing in here searches a text; that is the caller's job.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cache
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from cleanpress.frozen import frozen
from cleanpress.scripts import spaceless

__all__ = [
    "DECORATION",
    "OPENED",
    "PRINTED",
    "SERVICES",
    "SLOT",
    "SLOTS",
    "STOPS",
    "Entry",
    "PhraseRule",
    "PhraseTable",
    "fold",
    "is_short",
    "loose",
    "opening",
    "pattern_of",
    "template",
    "trim",
]

DECORATION = " \t\r\u00a0\u200b\u200c\u200d\ufeff\u3000*_~#|\\•‣◦·∙▪■●▶►▸→←↑↓⇒➜–—-=+<>"
"""What scrapers and themes put around a line: blanks, bullets, rules, arrows, emphasis, bars."""

STOPS = ".,;:!،؛。、।۔"
"""Marks at the edges of a phrase that do not count; a question mark does."""

SERVICES = tuple(
    """
    AddThis, AddToAny, BlogThis!, Blogger, Bluesky, Copy Link, Digg, E-Mail, E-mail, Email, Facebook,
    Facebook Messenger, Flipboard, Google+, Hacker News, Instagram, KakaoTalk, LINE, Line, LinkedIn,
    Linkedin, Mastodon, Messenger, Mix, Nextdoor, Odnoklassniki, Pinterest, Pocket, Print, ReddIt, Reddit,
    Skype, StumbleUpon, Telegram, Threads, Tumblr, Twitter, VK, VKontakte, Viber, WeChat, Weibo, WhatsApp,
    Whatsapp, X, XING, Xing, YouTube
    """.replace("\n    ", " ")
    .strip()
    .split(", ")
)
"""Names of services a page can be shared on: what the slot ``{service}`` stands for."""

_CAPITAL = r"(?-i:(?![a-zß-öø-ÿ])(?![α-ωа-џ])(?![ա-և])[^\s.])"  # Georgian has no capitals in running text
SLOTS = {
    "n": r"\d[\d.,]{0,11}[KMkm]?",
    "host": r"(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?:[/?#]\S{0,200})?",
    "title": rf"{_CAPITAL}(?:.{{0,138}}?(?-i:[^\s.。।۔]))?",
    "site": rf"(?:{_CAPITAL}(?:.{{0,58}}?[^\s.])?|[\w-]{{1,40}}(?:\.[\w-]{{1,40}}){{0,4}})",
    "handle": r"[\w.-]{1,60}",
    "any": r"\S(?:.{0,158}?\S)?",
    "name": r"[^\s()@\[\]](?:[^()@\[\]]{0,58}?[^\s()@\[\]])?",
    "date": r"(?=.{0,24}?\d)[^\s()](?:[^()]{0,38}?[^\s()])?",
    "hex": r"[0-9A-Fa-f]{2,6}",
    "code": r".{0,650}",
    "service": "(?:" + "|".join(re.escape(name) for name in sorted(SERVICES, key=len, reverse=True)) + ")",
}
"""What stands in a phrase for a variable part, as expressions that never leave a line.

n: a number; hex: digits of a code; code: a piece of a program; host: a host or an address; title: a headline,
which begins with no small letter and ends in no full stop; site: a name that begins with no small letter, or
a single word, or a host; handle: a user name; any: anything; name: a person or a thing; date: something short
with a digit in it; service: one of :data:`SERVICES`. All are bounded, so that a match costs bounded time.
"""

_ANGLES = "«»‹›"
_READ = 60  # how many characters of a line's first and last words are read before the line is looked up
_BEGIN = 3  # how many characters of a first word find a phrase with a slot in it
_PLAIN = re.compile("[^{,.:;!?()'\"©]*(?<! )")  # as far as a phrase stands in every text as it does here
_OPENING = 16  # how many characters of that are compared
OPENED = 4 * _OPENING
"""How many characters of a text hold the opening of a phrase: it may have up to four blanks for one."""

_END = 4  # how many characters at the end of a line find a phrase that begins with a slot
SLOT = re.compile(r"\{(\w+)\}")
"""A slot in a phrase; its name is the first group."""
_FOLDED_SERVICES = tuple({name.casefold() for name in SERVICES})
_ALIKE = {"'": "['’ʼ‘´]", '"': '["“”„]', "...": r"(?:\.\.\.|…)"}
_ALIKE |= {"©": "[©ⓒ]"}
_ALIKE |= {narrow: f"[{narrow}{wide}]" for narrow, wide in zip(",:;!?()", "，：；！？（）", strict=True)}
_TOKEN = re.compile(r"\.\.\.|\s+|.", re.DOTALL)


def trim(text: str) -> str:
    r"""The text without decoration at its edges, compatibility forms unified, blanks collapsed; case is kept.

    >>> trim("**  Share\u00a0this: |")
    'Share this:'
    """
    text = _bare(text)
    if text and (text[0] in _ANGLES) != (text[-1] in _ANGLES):  # a pair of them quotes, a single one points
        text = text.strip(_ANGLES + DECORATION)
    return text


def _bare(text: str) -> str:
    if text.isascii():
        if "  " not in text and text.isprintable():  # as nearly always: no blank but single spaces
            return text.strip(DECORATION)
    else:
        text = text.replace("ⓒ", "©")
        text = _straight(text if is_normalized("NFKC", text) else normalize("NFKC", text))
    return " ".join(text.split()).strip(DECORATION)


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
    bare = trimmed.strip(STOPS)
    if bare is trimmed or not bare:
        return trimmed.casefold()
    return (bare.strip() + " !!" if trimmed.endswith("!!") else bare.strip()).casefold()


@cache
def template(phrase: str) -> re.Pattern[str]:
    """The phrase as an expression for text as it was scraped.

    Blanks between words may differ and, behind marks, be missing; straight and curly quotation marks and
    narrow and wide marks are the same; case counts only in phrases of fewer than three words.

    >>> template("The post {title} appeared first on {name}.").search("End.The post A b appeared first on C.").span()
    (4, 37)
    """
    return re.compile(pattern_of(phrase), 0 if is_short(phrase) else re.IGNORECASE)


def pattern_of(phrase: str) -> str:
    """What :func:`template` compiles."""
    parts = []
    position = 0
    for slot in SLOT.finditer(phrase):
        parts += [_literal(phrase[position : slot.start()]), SLOTS[slot[1]]]
        position = slot.end()
    parts.append(_literal(phrase[position:]))
    return "".join(parts)


@cache
def opening(phrase: str) -> str:
    """How a text begins that the phrase may match, in the form of :func:`loose`: what is asked before an expression is.

    >>> opening("Read also: {title}"), loose("READ  ALSO - The bridge").startswith(opening("Read also: {title}"))
    ('read also', True)
    """
    plain = _PLAIN.match(phrase)
    return loose(plain[0])[:_OPENING] if plain else ""


def loose(text: str) -> str:
    """The text as an expression sees it that does not mind case: blanks collapsed, and all kinds of i the same."""
    folded = " ".join(text.split()).casefold()
    return folded if folded.isascii() else folded.replace("i\u0307", "i").replace("\u0131", "i")


def _literal(text: str) -> str:
    """Literal text as an expression that forgives what scraping does to blanks and quotation marks."""
    tokens = _TOKEN.findall(text)
    parts = []
    for before, token, behind in zip(["a", *tokens], tokens, [*tokens[1:], "a"], strict=False):
        if token.isspace():
            least = int(before[-1].isalnum() and behind[0].isalnum())
            parts.append(rf"[ \t\u00a0\u3000]{{{least},4}}")
        else:
            parts.append(_ALIKE.get(token) or re.escape(token))
    return "".join(parts)


def is_short(phrase: str) -> bool:
    """Whether a phrase has fewer than three words besides slots; eight characters of a dense script are more.

    >>> is_short("Share this:"), is_short("{n} Total Shares"), is_short("登录后阅读全文"), is_short("Read it again")
    (True, True, True, False)
    """
    if "{" in phrase:
        return len(SLOT.sub(" ", phrase).replace("|", " ").split()) < 3
    if phrase.count(" ") >= 2:
        return False
    return len(phrase) < 8 or phrase[3] < "\u0e00" or not spaceless(phrase[3])


@frozen
class PhraseRule:
    """Phrases that one emitter prints, and what is known about them.

    ``id`` is unique. ``where`` says how they sit in a line: alone (line), also glued to its start
    (prefix), glued to the end of the text (suffix), glued to a word or a sentence without a blank between
    (glued), anywhere (inline). The last two are found through the literal ``anchor`` or, if there is none,
    through each phrase as it stands. The phrases of a ``shape`` are groups of words, not wordings.

    ``place`` is where in a document they stand: any, head, tail. ``act`` is what happens to them: delete,
    report (nothing, it is said only), flag (nothing, the document as a whole is said to be no article),
    decode (codes become the characters they stand for), join (the parts of a divided word), unwrap (tags
    go, what they enclose stays). ``confidence`` lies in 0..1, 0 standing for the default. With ``company``
    a phrase needs another artifact beside it. With ``stub`` it flags the document if it follows a text
    that breaks off. ``keep`` are near misses that must not match. Phrases have the form that :func:`trim`
    gives; those of the last three acts are codes.
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
    stub: bool = False
    anchor: str = ""
    keep: tuple[str, ...] = ()


PRINTED = ("delete", "report", "flag")
"""Acts on phrases that are looked up; the others are done on codes, which have readers of their own."""


class Entry(NamedTuple):
    """One phrase and the rule it belongs to; a ``short`` one has fewer than three words."""

    rule: PhraseRule
    phrase: str
    short: bool


class PhraseTable:
    """Phrases by the ways they are looked up. Built once, then only read.

    >>> table = PhraseTable([PhraseRule("x/share", "a theme", ("Share this:", "{n} Shares"))])
    >>> table.line("** Share this: **").phrase, table.line("12 Shares").phrase, table.line("share this:")
    ('Share this:', '{n} Shares', None)
    """

    def __init__(self, rules: Iterable[PhraseRule]) -> None:
        self.rules = rules
        self.split: list[tuple[PhraseRule, list[str], list[str]]] = []
        """For each rule its short phrases and its other ones."""
        self._exact: dict[str, PhraseRule] = {}
        self._folded: dict[str, PhraseRule] = {}
        self._slotted: dict[str, list[Entry]] = {}
        self._starred: set[str] = set()
        self._firsts: set[str] = set()
        self._lasts: set[str] = set()
        for rule in rules:  # thousands of phrases, to be ready in milliseconds: a rule at a time
            if rule.act not in PRINTED or rule.where == "shape":
                continue
            short = [phrase for phrase in rule.phrases if is_short(phrase)]
            taken = frozenset(short)
            others = [phrase for phrase in rule.phrases if phrase not in taken]
            self.split.append((rule, short, others))
            self._exact.update(dict.fromkeys(short, rule))
            self._folded.update(dict.fromkeys(map(_key, others), rule))
            for phrase in rule.phrases:
                if "{" in phrase:
                    entry = Entry(rule, phrase, phrase in taken)
                    self._slotted.setdefault(_bucket(_key(phrase)), []).append(entry)
        self._starred.update(bucket[1:] for bucket in self._slotted if bucket.startswith("*"))
        self._firsts.update(map(_first, self._exact), map(_first, self._folded), self._slotted)
        self._lasts.update(bucket[1:] for bucket in self._slotted if bucket.startswith("$"))

    def entries(self) -> Iterator[Entry]:
        """Every phrase."""
        for rule, short, others in self.split:
            for phrase in short:
                yield Entry(rule, phrase, True)
            for phrase in others:
                yield Entry(rule, phrase, False)

    def line(self, text: str) -> Entry | None:
        """The phrase that the whole line is, or None. Short phrases count in their exact form only."""
        if len(text) > 2 * _READ and not self._may_be(text):
            return None  # nearly every paragraph
        trimmed = trim(text)
        rule = self._exact.get(trimmed)
        if rule is not None:
            return Entry(rule, trimmed, True)
        key = _key(trimmed)
        rule = self._folded.get(key)
        if rule is not None:
            return Entry(rule, trimmed, False)
        bare, begin = trimmed.rstrip(STOPS), loose(trimmed[:OPENED])
        slotted = self._slotted
        for bucket in _buckets(key, self._starred):
            for entry in slotted.get(bucket, ()):
                if begin.startswith(opening(entry.phrase)):
                    pattern = template(entry.phrase.rstrip(STOPS))
                    if pattern.fullmatch(trimmed if entry.phrase[-1] == "}" else bare):
                        return entry
        return None

    def _may_be(self, text: str) -> bool:
        """Whether the first and the last words of a long line may be those of a phrase; True where they do not tell."""
        stop, start = text.rfind(" ", 0, _READ), text.find(" ", len(text) - _READ)
        if stop < 0 or start < 0 or self._starred:
            return True
        head, tail = _bare(text[:stop]), _bare(text[start:])
        if " " not in head or " " not in tail or head[0] in _ANGLES or tail[-1] in _ANGLES or tail.endswith("!!"):
            return True  # what is made of the edges of a line takes more of it to tell
        first, end = _first(head), tail.rstrip(STOPS).rstrip()[-_END:]
        if not first or len(end) < _END or first[0].isdigit() or not self._firsts.isdisjoint((first, *_begins(first))):
            return True
        return end.casefold()[-_END:] in self._lasts or head.lstrip(STOPS).casefold().startswith(_FOLDED_SERVICES)


def _first(trimmed: str) -> str:
    """The first word of a phrase or a line, as that of its key."""
    return trimmed.partition(" ")[0].lstrip(STOPS).casefold()


def _bucket(key: str) -> str:
    """What a folded phrase with slots is found through: the first of these that has no slot in it.

    Its first word; the first characters of that, behind ``^``; the slot, if it takes few things; the last
    characters, behind ``$``; the longest word of it, behind ``*``. A mark that is the first word counts as its
    first character: the blank behind it may be missing.
    """
    first = key.partition(" ")[0]
    if "{" not in first and (len(first) > 1 or first.isalnum()):
        return first
    if first[0] != "{":
        return f"^{first.partition('{')[0][:_BEGIN]}"
    few = next((slot for slot in ("{n}", "{service}") if first.startswith(slot)), "")
    if few:
        return few
    end = key.rpartition("}")[2].strip()
    if len(end) >= _END:
        return f"${end[-_END:]}"
    words = [word for word in key.split() if "{" not in word and word.isalpha()]
    return f"*{max(words, key=len)}" if words else ""


def _begins(first: str) -> tuple[str, ...]:
    """Where phrases are found whose first word has a slot behind some characters."""
    return (f"^{first[:3]}", f"^{first[:2]}", f"^{first[:1]}")


def _buckets(key: str, starred: Set[str]) -> Iterator[str]:
    """Where phrases that a folded line may be are found; ``starred`` are the words that phrases are found by."""
    words = key.split()
    yield words[0] if words else ""
    yield from _begins(key)
    if key[:1].isdigit():
        yield "{n}"
    elif key.startswith(_FOLDED_SERVICES):
        yield "{service}"
    yield f"${key[-_END:]}"
    if starred and not starred.isdisjoint(words):
        yield from (f"*{word}" for word in words if word in starred)
    yield ""
