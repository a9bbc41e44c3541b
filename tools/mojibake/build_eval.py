"""Build the mojibake benchmark: ``python tools/mojibake/build_eval.py``.

Writes ``fixtures/eval/mojibake.jsonl`` from the clean sentences and controls beside this file and the
kinds of damage in ``damage.py``. Same input, same output: which pairs of sentence and kind are kept is
told by a checksum. A case is ``held`` when its sentence or its kind was left out of tuning; ``held2`` is the
second set, of ``second.py``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from damage import HELD_KINDS, KINDS, straight
from second import second

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "fixtures" / "eval" / "mojibake.jsonl"

HELD_SENTENCE = 2
"""Which sentence of a language nothing was tuned on."""
PER_KIND = 14
"""Cases of one kind and split at most."""


def main() -> int:
    """Write the benchmark."""
    cases = [*damaged(), *controls(), *others()]
    lines = (_UNSEEN.sub(escaped, json.dumps(case, ensure_ascii=False)) + "\n" for case in cases)
    TARGET.write_text("".join(lines), encoding="utf-8")
    kinds = {case["form"] for case in cases if case["label"] == "remove"}
    languages = {case["lang"] for case in cases if case["label"] == "remove"}
    print(f"wrote {TARGET.name}: {len(cases)} cases, {len(kinds)} kinds of damage, {len(languages)} languages")
    return 0


def escaped(match: re.Match[str]) -> str:
    """A character that editors do not show, or take for a line end, as JSON escapes it."""
    return f"\\u{ord(match.group()):04x}"


_UNSEEN = re.compile("[\x7f-\xa0\xad\u2028\u2029\ufeff]")


def sentences() -> Iterator[tuple[str, int, str]]:
    """Language, number within the language, sentence."""
    seen: dict[str, int] = {}
    for line in (HERE / "sentences.tsv").read_text(encoding="utf-8").splitlines():
        language, sentence = line.split("\t")
        yield language, seen.setdefault(language, 0), sentence
        seen[language] += 1


def damaged() -> Iterator[dict[str, str]]:
    """Damaged sentences, at most ``PER_KIND`` of a kind and split."""
    found: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = {}
    for language, number, sentence in sentences():
        for kind, (damage, languages) in KINDS.items():
            if languages != "*" and language not in languages.split():
                continue
            text = damage(sentence)
            clean = straight(sentence, kind.split("-as-")[0]) if "-as-" in kind else sentence
            if text is None or text == clean:
                continue
            split = "held" if number == HELD_SENTENCE or kind in HELD_KINDS else "dev"
            case = {"lang": language, "form": kind, "label": "remove", "split": split, "text": text, "clean": clean}
            found.setdefault((kind, split), []).append((crc32(f"{kind}{sentence}".encode()), case))
    for cases in found.values():
        for _, case in sorted(cases, key=lambda pair: pair[0])[:PER_KIND]:
            yield {"id": f"mojibake-{crc32(repr(case).encode()):08x}", **case}


def controls() -> Iterator[dict[str, str]]:
    """Right text: every sentence, and text that looks like damage."""
    for language, number, sentence in sentences():
        split = "held" if number == HELD_SENTENCE else "dev"
        yield control(language, "sentence", split, sentence)
    for n, line in enumerate((HERE / "controls.tsv").read_text(encoding="utf-8").splitlines()):
        kind, text = line.split("\t", 1)
        yield control("", kind, "held" if n % 2 else "dev", text.replace("\\n", "\n"))


def others() -> Iterator[dict[str, str]]:
    """The second benchmark."""
    for case in second():
        yield {"id": f"mojibake-{crc32(repr(case).encode()):08x}", **case}


def control(language: str, kind: str, split: str, text: str) -> dict[str, str]:
    """A text that must stay."""
    number = crc32(f"{kind}{text}".encode())
    return {
        "id": f"mojibake-{number:08x}",
        "lang": language,
        "form": kind,
        "label": "keep",
        "split": split,
        "text": text,
        "clean": text,
    }


if __name__ == "__main__":
    sys.exit(main())
