"""Damage of known kinds, put into clean documents by fixed shares."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

__all__ = ["soil"]


def soil(text: str, number: int, rng: Random) -> str:
    """The document, damaged in the way its number asks for: of 20 documents 7 are.

    5 % are mojibake, 10 % hold an injected host, 10 % an artifact line, 5 % damaged spaces and
    invisible characters, 5 % a mention of a host that is right.
    """
    damage = _OF_TWENTY.get(number % 20)
    return damage(text, rng) if damage else text


def _mojibake(text: str, _: Random) -> str:
    """The whole document as UTF-8 read as Windows-1252; ASCII text gets curly quotes to lose first."""
    if text.isascii():
        text = "“" + text.replace("'", "’") + "”"
    return "".join(_misread(byte) for byte in text.encode())


def _misread(byte: int) -> str:
    return bytes([byte]).decode("cp1252" if byte not in b"\x81\x8d\x8f\x90\x9d" else "latin-1")


def _injected_host(text: str, rng: Random) -> str:
    name = "".join(rng.choice(_SYLLABLES) for _ in range(3)) + rng.choice(("", "88", "303"))
    return _inside(text, f" {name}.{rng.choice(_SUFFIXES)}", rng)


def _artifact_line(text: str, rng: Random) -> str:
    lines = text.split("\n")
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(_ARTIFACTS))
    return "\n".join(lines)


def _damaged_spaces(text: str, rng: Random) -> str:
    for damage in ("  ", " \u200b", "\u00ad", "\u00a0 ", " \n"):
        text = _inside(text, damage, rng)
    return text


def _mention(text: str, rng: Random) -> str:
    name = rng.choice(_SYLLABLES).capitalize() + rng.choice(_SYLLABLES)
    return f"{text}\nThis was first reported by {name}.com on its front page."


def _inside(text: str, piece: str, rng: Random) -> str:
    """The text with a piece put before some space; at the end if there is none."""
    place = text.find(" ", rng.randrange(len(text)))
    place = len(text) if place < 0 else place
    return text[:place] + piece + text[place:]


_SYLLABLES = ("bako", "dila", "fero", "guma", "hosi", "lanta", "mirel", "nopa", "rusti", "tavo", "velu", "zarin")
_SUFFIXES = ("live", "xyz", "com", "site", "top", "net")
_ARTIFACTS = (
    "Advertisement",
    "ADVERTISEMENT",
    "SCROLL TO CONTINUE WITH CONTENT",
    "Share this:",
    "Click to share on Twitter (Opens in new window)",
    "Subscribe to our newsletter",
    "Error: Content is protected !!",
    "Leave a Reply Cancel reply",
    "Your email address will not be published. Required fields are marked *",
    "We use cookies to improve your experience.",
)
_OF_TWENTY: dict[int, Callable[[str, Random], str]] = {
    1: _mojibake,
    3: _injected_host,
    6: _artifact_line,
    8: _damaged_spaces,
    12: _mention,
    14: _injected_host,
    17: _artifact_line,
}
