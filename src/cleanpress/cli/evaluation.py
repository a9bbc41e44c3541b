"""``cleanpress eval``: score the pipeline of the settings on labelled cases, and hold it to its floors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleanpress import __version__
from cleanpress.cli import console
from cleanpress.cli.reporters import check_path, save_json
from cleanpress.cli.scoreboard import floor_lines, report_lines
from cleanpress.cli.settings import build_pipeline
from cleanpress.evaluation import FloorCheck, check_floors, evaluate, read_cases

if TYPE_CHECKING:
    from cleanpress.cli.arguments import EvalArguments

__all__ = ["score"]


def score(args: EvalArguments) -> bool:
    """Score, write tables to standard output and JSON where it was asked for; whether every floor is reached.

    Raises CleanpressError, or an OSError with a file name, before anything is written when settings,
    cases or floors are wrong.
    """
    console.output()  # closed: say so before any work is done
    if args.json not in (None, "-"):
        check_path(args.json, [args.cases, *([args.floors] if args.floors else [])])
    report = evaluate(build_pipeline(args), read_cases(args.cases, split=args.split))
    table = f"{Path(args.cases).stem}.{args.split or 'all'}"
    checks = check_floors(report, args.floors, table) if args.floors is not None else []
    if args.json is not None:
        document = {"version": __version__, "cases_file": args.cases, "split": args.split, **report.to_dict()}
        if args.floors is not None:
            document["floors"] = [_floor_entry(check) for check in checks]
        if args.json == "-":
            console.write_out([json.dumps(document).encode("ascii") + b"\n"])
        else:
            save_json(args.json, document)
    if args.json != "-":
        lines = [*report_lines(report, args.failures), *floor_lines(checks)]
        console.write_out(f"{line}\n".encode("utf-8", "replace") for line in lines)
    fallen = [check for check in checks if not check.holds]
    console.say(*(f"cleanpress: {console.escaped(_fall(table, check))}" for check in fallen))
    return not fallen


def _fall(table: str, check: FloorCheck) -> str:
    if check.figure == "cases":
        return f"{table}: only {check.rate.hits} cases, the floor is {check.floor:g}"
    value = "has nothing to count" if check.value is None else f"is {check.value:.4f}"
    return f"{table}: {check.figure} {value} ({check.rate.hits} of {check.rate.total}), the floor is {check.floor:.4f}"


def _floor_entry(check: FloorCheck) -> dict[str, Any]:
    return {
        "figure": check.figure,
        "floor": check.floor,
        "value": check.value,
        "holds": check.holds,
        "proposal": check.proposal,
    }
