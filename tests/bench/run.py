"""How fast cleanpress is, measured against its bars: ``python tests/bench/run.py``; see docs/performance.md."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bars
import parts
import report


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print what was found and the table of bars, write where asked. 1 when a bar that must hold does not."""
    args = _arguments(argv)
    settings = parts.Settings(args.corpora, int(args.megabytes * 1e6), args.quick, args.largest)
    about = report.about_machine()
    print(report.header(about), flush=True)
    out: dict[str, Any] = {"about": about}
    rows: list[bars.Row] = []
    tables: dict[str, str] = {}
    for name in args.only or parts.PARTS:
        if library := parts.missing(name):
            print(f"\n{name}: left out, {library} is not installed")
            continue
        outcome = parts.PARTS[name](settings)
        out[name] = {"figures": outcome.figures, "bars": {row.name: list(row.figures) for row in outcome.rows}}
        rows += outcome.rows
        tables |= outcome.tables
        print(f"\n{outcome.text}" if outcome.text else "", flush=True)
    if rows:
        print("\n" + bars.markdown(rows))
    if args.json:
        args.json.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
    if args.write:
        _write(args.write, about, rows, tables)
    if args.plot:
        import plots

        plots.draw(out, args.plot)
    return int(not args.quick and any(row.cells()[-1] == "no" for row in rows))


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", metavar="PART", choices=[*parts.PARTS], help=", ".join(parts.PARTS))
    parser.add_argument("--quick", action="store_true", help="a few seconds: small corpora, one repetition, no verdict")
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="folder with articles/<language>.jsonl.gz")
    parser.add_argument("--megabytes", type=float, metavar="N", help="size of each corpus (default 4)")
    parser.add_argument("--largest", action="store_true", help="growth: also 1 GB of JSONL")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the tables between the marks of this page")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw speed and growth into this SVG")
    args = parser.parse_args(argv)
    if args.megabytes is None:
        args.megabytes = 0.02 if args.quick else 4.0
    return args


def _write(path: Path, about: dict[str, str], rows: Sequence[bars.Row], tables: dict[str, str]) -> None:
    page = path.read_text(encoding="utf-8")
    tables["bars"] = bars.markdown(rows, report.marked(page, "bars"))
    tables["machine"] = "; ".join(f"{name} {value}" for name, value in about.items() if name != "load")
    for mark, table in tables.items():
        page = report.written_into(page, mark, table)
    path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
