"""What the artifact filter would cut from a corpus: ``python tools/artifacts/corpus.py FOLDER [-n 400] > hits.tsv``.

Reads at most ``-n`` documents from each ``*.jsonl.gz`` in the folder (JSON objects with a ``text``) and writes a
line for every edit of at least 0.9 and every flag: file, document, rule, confidence, what goes, what stands
before and behind. Counts of documents and of lines go to standard error. The hits are for reading.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path

from cleanpress import Document, ScraperArtifacts

AROUND = 60


def main() -> None:
    """Write the hits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-n", type=int, default=400, help="documents from each file (default 400)")
    options = parser.parse_args()
    artifacts = ScraperArtifacts()
    documents = lines = hits = 0
    for path in sorted(options.folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for number, row in zip(range(options.n), file, strict=False):
                doc = Document(json.loads(row)["text"])
                text = doc.text
                documents += 1
                lines += sum(not line.isspace() for line in text.split("\n") if line)
                for flag in artifacts.flags(doc):
                    print(path.name[:-9], number, flag.rule, flag.confidence, "FLAG", repr(text[:AROUND]), "", sep="\t")
                for start, end, put, rule, _, confidence in artifacts.scan(doc):
                    if confidence >= 0.9:
                        hits += 1
                        sides = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
                        shown = text[start:end] + (f" => {put}" if put else "")
                        print(path.name[:-9], number, rule, confidence, *map(repr, (shown, *sides)), sep="\t")
    print(f"{documents} documents, {lines} lines, {hits} edits", file=sys.stderr)


if __name__ == "__main__":
    main()
