"""Cleans a dataset of made-up articles with Hugging Face datasets, twice: the second time from its cache.

python examples/datasets_script.py [DOCUMENTS]
"""

import sys
import tempfile
import time
import zlib

from datasets import Dataset
from planted import article

from cleanpress.integrations.datasets import CleanBatch


def main(documents):
    with tempfile.TemporaryDirectory() as cache:
        made = Dataset.from_generator(
            lambda: ({**article(number), "planted": len(article(number)["planted"])} for number in range(documents)),
            cache_dir=cache,
        )
        for run in ("cleaned", "again"):
            started = time.perf_counter()
            cleaned = made.map(CleanBatch(url_field="url", report_field="report"), batched=True)
            print(f"{run}: {time.perf_counter() - started:.2f} s, {len(cleaned.cache_files)} cache files")
        rules = {}
        restored = faults = 0
        for row in cleaned:
            for edit in row["report"]["edits"]:
                rules[edit["rule"]] = rules.get(edit["rule"], 0) + 1
            if row["planted"]:
                faults += 1
                restored += zlib.crc32(row["text"].encode()) == row["check"]
        print(f"{documents} articles, {faults} with faults: {restored} restored")
        for rule, count in sorted(rules.items(), key=lambda item: -item[1]):
            print(f"{count:8}  {rule}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
