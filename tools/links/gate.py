"""Write the words that the gate of keyword phrases looks for: ``python tools/links/gate.py``.

To be run after a change of ``data/spam/*.toml`` or a training; a test compares the file with what this writes.
"""

from __future__ import annotations

from cleanpress.data import DATA
from cleanpress.filters.links.phrases.tables import gate_words, vocabulary


def main() -> None:
    """Write ``data/spam/_gate.txt``."""
    rows = ["# What texts are searched for before the vocabulary is loaded; written by tools/links/gate.py."]
    rows += ["\t".join((name, *words)) for name, words in gate_words(vocabulary()).items()]
    (DATA / "spam" / "_gate.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
