"""Makes ``fixtures/eval/sites.jsonl`` from ``tools/artifacts/sites.toml``: ``python tools/artifacts/build_sites.py``.

Each page is one case: text with template lines, the text without them, the offsets of each such line. Paragraphs
are put together from parts of sentences, so that no two are the same; lines of the author's that repeat all the
same are those of ``genuine``. The output is the same for the same input.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "sites.toml"
TARGET = Path(__file__).parents[2] / "fixtures" / "eval" / "sites.jsonl"

Row = tuple[str, bool]
"""A line, and whether the template of the site printed it."""


class Site:
    """One site and the lines that its pages are made of."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table
        self.dense = table.get("dense", False)
        self.random = random.Random(table["host"])
        self.sentences = list(product(table["subjects"], table["verbs"], table["rests"]))
        self.written: set[str] = set()
        titles = ["".join(both) if self.dense else " ".join(both) for both in product(*table["titles"])]
        self.titles = self.random.sample(titles, table["pages"])

    def pages(self) -> Iterator[dict[str, Any]]:
        """The pages as cases."""
        for number, title in enumerate(self.titles, 1):
            rows = [(self.filled(line, title), printed) for line, printed in self.rows(title)]
            yield self.case(number, rows)

    def rows(self, title: str) -> list[Row]:
        """The lines of a page."""
        table, pick = self.table, self.random
        genuine = table.get("genuine", {})
        rows = [(line, True) for line in table["above"]] + [(title, False)] + [(line, True) for line in table["below"]]
        if "opening" in genuine:
            rows.append((pick.choice(genuine["opening"]), False))
        paragraphs = [[(self.paragraph(), False)] for _ in range(pick.randint(5, 9))]
        if "list" in genuine:
            heading, *items = genuine["list"]
            chosen = pick.sample(items, pick.randint(3, len(items)))
            paragraphs[0][0 if genuine.get("list-first") else 1 : 0] = [(line, False) for line in (heading, *chosen)]
        headings = genuine.get("headings", ())
        for heading, part in zip(headings, pick.sample(paragraphs[1:], len(headings)), strict=True):
            part.insert(0, (heading, False))
        for clause, part in zip(genuine.get("form", ()), paragraphs, strict=False):
            part.insert(0, (clause, False))
        if "times" in genuine:
            for minute, part in enumerate(paragraphs):
                part.insert(0, (f"{14 + minute // 4}:{minute * 11 % 60:02d}", False))
            for line, part in zip(genuine["times"], pick.sample(paragraphs, len(genuine["times"])), strict=True):
                part.append((line, False))
        if "verse" in genuine:
            for part in pick.sample(paragraphs[1:], 2):
                part += [(line, False) for line in genuine["verse"]]
        for box in table["boxes"]:
            pick.choice(paragraphs[1:-1]).extend((line, True) for line in box)
        rows += [row for part in paragraphs for row in part]
        if "closing" in genuine and pick.random() < 0.7:
            rows.append((pick.choice(genuine["closing"]), False))
        return rows + [(line, True) for line in table["foot"]]

    def paragraph(self) -> str:
        """Two or three sentences, put together as in no other paragraph."""
        parts = self.random.sample(self.sentences, self.random.randint(2, 3))
        text = "".join(f"{''.join(p)}。" for p in parts) if self.dense else " ".join(f"{' '.join(p)}." for p in parts)
        if text in self.written:
            return self.paragraph()
        self.written.add(text)
        return text

    def filled(self, line: str, title: str) -> str:
        """The line with its slots filled."""
        pick = self.random
        line = line.replace("{date}", f"{pick.randint(1, 28)}.{pick.randint(1, 12)}.2025")
        while "{n}" in line:
            line = line.replace("{n}", str(pick.randint(2, 900)), 1)
        return line.replace("{other}", pick.choice([other for other in self.titles if other != title]))

    def case(self, number: int, rows: list[Row]) -> dict[str, Any]:
        """The page as a case."""
        table = self.table
        text, spans = "", []
        for line, printed in rows:
            if printed:
                spans.append([len(text), len(text) + len(line)])
            text += f"{line}\n"
        clean = "".join(f"{line}\n" for line, printed in rows if not printed)
        name = f"site-{table['lang']}-{number:02d}"
        place = {"site": table["host"], "url": f"https://{table['host']}/{number}"}
        head = {"id": name, "lang": table["lang"], "label": "remove", "split": table["split"], **place}
        return {**head, "text": text.rstrip("\n"), "clean": clean.rstrip("\n"), "spans": spans}


def main() -> None:
    """Write the pages."""
    tables = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["site"]
    lines = [json.dumps(page, ensure_ascii=False) for table in tables for page in Site(table).pages()]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
