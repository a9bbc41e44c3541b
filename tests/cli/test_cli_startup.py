"""Start-up is a feature: what may be imported, and what it may cost."""

import os
import resource
import statistics
import subprocess
import sys

import pytest

ARGPARSE = {
    "__future__",
    "_collections",
    "_functools",
    "_locale",
    "_operator",
    "_sre",
    "_typing",
    "argparse",
    "collections",
    "collections.abc",
    "contextlib",
    "copyreg",
    "enum",
    "errno",
    "functools",
    "gettext",
    "importlib",
    "importlib._bootstrap",
    "importlib._bootstrap_external",
    "itertools",
    "keyword",
    "locale",
    "operator",
    "re",
    "re._casefix",
    "re._compiler",
    "re._constants",
    "re._parser",
    "reprlib",
    "types",
    "typing",
    "typing.io",
    "typing.re",
    "warnings",
}
OWN = {
    "cleanpress",
    "cleanpress.cli",
    "cleanpress.cli.arguments",
    "cleanpress.cli.console",
    "cleanpress.cli.options",
    "cleanpress.cli.parsers",
    "cleanpress.errors",
}

HEAVY = {
    "bs4",
    "concurrent",
    "csv",
    "difflib",
    "ftfy",
    "html",
    "importlib.metadata",
    "importlib.resources",
    "json",
    "logging",
    "lzma",
    "multiprocessing",
    "pickle",
    "regex",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "textwrap",
    "tomllib",
    "wcwidth",
}

PROBE = """
import sys
before = set(sys.modules)
from cleanpress.cli import main
status = main(sys.argv[1:])
sys.stderr.write(f"{status} {' '.join(set(sys.modules) - before)}")
"""


def imported(tmp_path, *args, stdin=b""):
    """The modules a fresh interpreter imports to run this command line."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *args], input=stdin, capture_output=True, cwd=tmp_path, timeout=60
    )
    status, *modules = done.stderr.decode().split()
    assert status == "0", done.stderr
    return set(modules)


def cpu_ms(*command, of=statistics.median, cwd=None):
    """CPU time, user and system, of 15 runs in milliseconds: the median, or else the least."""
    times = []
    for _ in range(15):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *command], capture_output=True, check=True, timeout=60, cwd=cwd)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return 1000 * of(times)


def test_version_imports_argparse_and_next_to_nothing_else(tmp_path):
    assert imported(tmp_path, "--version") <= ARGPARSE | OWN


def test_a_small_clean_text_imports_nothing_heavy(tmp_path):
    modules = imported(tmp_path, stdin=b"The council met on Monday.\n")
    assert modules & (HEAVY - {"tomllib"}) == set()
    assert "cleanpress.cli.reporters" not in modules


def test_a_small_clean_text_needs_no_toml(tmp_path):
    assert "tomllib" not in imported(tmp_path, stdin=b"The council met on Monday.\n")


def test_a_settings_file_costs_the_toml_parser_and_a_report_the_json_writer(tmp_path):
    (tmp_path / "cleanpress.toml").write_text("min-confidence = 0.9\n")
    modules = imported(tmp_path, "--report-json", "r", stdin=b"Clean.\n")
    assert {"tomllib", "json"} <= modules
    assert modules & HEAVY == {"tomllib", "json"}


@pytest.mark.parametrize(("name", "link"), [("a.md", "[there](b.md)"), ("a.txt", "bridge.md")])
@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_hook_on_clean_files_loads_neither_paths_nor_tables_nor_what_judges(command, name, link, tmp_path):
    (tmp_path / name).write_text(f'---\ntitle: A\n---\n\nThe council met on Monday, see "{link}".\n')
    modules = imported(tmp_path, command, "--force-exclude", "--utf8-only", "--no-cache", "--jobs=1", "--", name)
    unwanted = {"argparse", "cleanpress.cli.cache", "dataclasses", "gettext", "hashlib", "inspect", "pathlib"}
    assert modules & (HEAVY | unwanted | {"urllib.parse"}) == set()
    assert modules & {"cleanpress.filters.links.evidence", "cleanpress.filters.artifacts.cutting"} == set()


def test_files_that_are_known_to_be_clean_cost_no_filter(tmp_path):
    (tmp_path / "a.md").write_text("The council met on Monday.\n")
    assert "cleanpress.filters" in imported(tmp_path, "check", "a.md", "--cache-dir", "c")
    assert "cleanpress.filters" not in imported(tmp_path, "check", "a.md", "--cache-dir", "c")


@pytest.mark.slow
@pytest.mark.skipif(os.getloadavg()[0] > (os.cpu_count() or 1), reason="only a quiet machine can tell")
def test_the_hook_costs_at_most_90_ms_of_cpu_on_one_file_and_200_on_500(tmp_path):
    """In all, the interpreter included; the least of several runs: other work on the machine makes them dearer."""
    text = "The council met on Monday to talk about the bridge, which has been closed since March.\n" * 46
    for number in range(500):
        (tmp_path / f"{number}.md").write_text(f"---\ntitle: A\n---\n\n# A\n\nSee [there](b.md).\n\n{text}")
        (tmp_path / f"{number}.txt").write_text(text)
    hook = (
        "-m",
        "cleanpress",
        "fix",
        "--force-exclude",
        "--exit-non-zero-on-fix",
        "--utf8-only",
        "--no-cache",
        "--jobs=1",
        "--",
    )
    for end in ("md", "txt"):
        assert cpu_ms(*hook, f"0.{end}", of=min, cwd=tmp_path) <= 90
        assert cpu_ms(*hook, *(f"{number}.{end}" for number in range(500)), of=min, cwd=tmp_path) <= 200


def test_version_costs_at_most_60_ms_of_cpu_above_the_bare_interpreter():
    assert cpu_ms("-m", "cleanpress", "--version") - cpu_ms("-c", "pass") <= 60
