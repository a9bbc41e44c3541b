"""A decision in words: the signals that weighed most, with their weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cleanpress.filters.links.candidates import Candidate
from cleanpress.filters.links.doubts import DOUBTS
from cleanpress.filters.links.model import Model

__all__ = ["explanation"]

_SHOWN = 3
_FORMS = {"bare": "a bare host", "www": "a www. host", "path": "a host with a path", "url": "a URL"}

_PHRASES = {
    "case=lower": "it is written in small letters",
    "company=0": "no other host stands near it",
    "edge=end": "it ends its line",
    "cover=0 near": "no word near it is part of its name",
    "cover=0 text": "no word of the text is part of its name",
    "edge=first": "it opens a sentence it does not belong to",
    "edge=inside": "it stands inside a sentence",
    "edge=last": "it stands before the full stop",
    "edge=start": "it opens its line",
    "edge=startend": "it stands alone on its line",
    "fit=never": "the words around it are not known to go together",
    "fit=never+": "the words around it are common but never stand together",
    "fit=often": "the words around it often stand together",
    "fit=some": "the words around it go together",
    "named=False": "nothing else in the text names its owner",
    "nocue=1": "no citing or introducing word is near",
    "repeats=often": "it is repeated again and again",
    "repeats=once": "it occurs once",
    "repeats=twice": "it occurs twice",
}
"""Features that say one thing; features without a phrase weigh but are not told."""

_GROUPS: dict[str, Callable[[str], str]] = {
    "cheap": lambda value: f".{value} is a suffix that spam likes",
    "digits": lambda value: f"its name holds {value}{' or more' if value == '4' else ''} digits",
    "lw": lambda value: f"the word before it is {value!r}",
    "risk": lambda value: f"its name holds {value!r}",
    "rw": lambda value: f"the word behind it is {value!r}",
    "seam": lambda value: f"without it the text reads {value!r}",
    "suffix": lambda value: f"it ends in .{value}",
}
_TOLD = tuple({f"{feature.partition('=')[0]}=" for feature in (*_PHRASES, *_GROUPS)})
_SHAPES = frozenset({"lower", "Title", "UPPER", "mixed", "9", "<s>", "zh", "caseless", "none"})


def explanation(candidate: Candidate, features: Sequence[str], scorer: Model) -> str:
    """One sentence: what it is, and the three signals that speak most for removal, in log odds."""
    parts: list[str] = []
    for weight, feature in scorer.contributions([feature for feature in features if feature.startswith(_TOLD)]):
        if len(parts) == _SHOWN:
            break
        phrase = _phrase(feature)
        if phrase:
            parts.append(f"{phrase} (+{weight:.1f})")
    what = f"{_FORMS[candidate.form]} that the sentence neither cites nor introduces"
    although = [DOUBTS[feature.removeprefix("doubt=")] for feature in features if feature in scorer.prices]
    what += f", although {' and '.join(although)}" if although else ""
    return f"{what}: {', '.join(parts)}" if parts else what


def _phrase(feature: str) -> str:
    """A feature in words; empty for those that say nothing to a reader."""
    if feature in _PHRASES:
        return _PHRASES[feature]
    group, _, value = feature.partition("=")
    if group not in _GROUPS or value in ("0", "<s>", "</s>") or value.endswith(" words"):
        return ""
    if group == "seam" and value.partition(" ")[0] in _SHAPES:
        return ""
    return _GROUPS[group](value)
