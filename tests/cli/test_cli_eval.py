"""``cleanpress eval`` scores labelled cases, tells the worst first, and exits 1 below a floor."""

from __future__ import annotations

import json

import pytest

SPAM = "jackpotslots88.live "
SPACES = {"form": "run", "label": "remove", "split": "dev"}
PLAIN = {"form": "plain", "label": "keep"}
CASES = [
    {"id": "gap", "lang": "en", **SPACES, "text": "Two  spaces.", "clean": "Two spaces."},
    {"id": "wide", "lang": "de", **SPACES, "text": "Ein  Wort.", "clean": "Ein  Wort!"},
    {"id": "odd", "lang": "en", **PLAIN, "split": "dev", "text": "Keep  both."},
    {"id": "fine", "lang": "de", **PLAIN, "split": "held", "text": "Alles gut."},
    {
        "id": "link",
        "lang": "en",
        "form": "host",
        "label": "remove",
        "split": "links",
        "text": f"Volunteers must now {SPAM}sort the books.",
        "clean": "Volunteers must now sort the books.",
        "spans": [[20, 39]],
    },
]


@pytest.fixture
def toy(tmp_path):
    """A file of cases in the folder in which ``cleanpress`` runs; its name."""
    (tmp_path / "toy.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in CASES), encoding="utf-8")
    return "toy.jsonl"


def rows(shown):
    """The cells of each line."""
    return [line.split() for line in shown.decode().splitlines()]


def test_the_table_tells_figures_groups_rules_and_failures(cleanpress, toy):
    done = cleanpress("eval", toy, "--split", "dev", "--select", "whitespace")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert text.startswith("3 cases: 2 remove, 1 keep; 1 came out as they should\n")
    told = rows(done.stdout)
    assert ["exact", "0.500", "0.095-0.905", "1/2"] in [row[:4] for row in told]
    assert ["keep", "0.000", "0.000-0.793", "0/1"] in [row[:4] for row in told]
    assert [row[0] for row in told if row[:1] in (["plain"], ["run"])] == ["plain", "run"]
    assert [row[0] for row in told if row[:1] in (["de"], ["en"])] == ["de", "en"]
    assert ["whitespace/space-run", "3", "3", "0.333", "0.061-0.792", "-"] in told
    assert "failing cases: 2\nodd (keep, plain, en): changed\n" in text
    assert 'expected "Keep  both."' in text
    assert 'got      "Keep both."' in text
    assert 'made: whitespace/space-run: " ": ' in text
    assert text.index("odd (keep") < text.index("wide (remove")
    assert "span-recall" not in text


def test_failures_are_shown_up_to_the_number_asked_for(cleanpress, toy):
    text = cleanpress("eval", toy, "--split", "dev", "--select", "whitespace", "--failures", "1").stdout.decode()
    assert "failing cases: 2 (1 shown; --failures N shows more, --json all)\n" in text
    assert "odd (keep" in text
    assert "wide (remove" not in text
    none = cleanpress("eval", toy, "--split", "dev", "--failures", "0").stdout.decode()
    assert none.endswith("--failures N shows more, --json all)\n")


def test_the_options_of_the_pipeline_count(cleanpress, toy, tmp_path):
    def kept(*args):
        return json.loads(cleanpress("eval", toy, "--json", "-", *args).stdout)["figures"]["keep"]["hits"]

    assert kept() == 1
    assert kept("--select", "links") == 2
    assert kept("--ignore", "whitespace/space-run") == 2
    assert kept("--min-confidence", "0.5") == 1
    assert kept("--min-confidence", "1") == 2
    (tmp_path / "mine.toml").write_text("ignore = ['whitespace']\n")
    assert kept("--config", "mine.toml") == 2
    (tmp_path / "cleanpress.toml").write_text("ignore = ['whitespace']\n")
    assert kept() == 2


def test_json_has_everything_in_a_file_beside_the_table_or_alone(cleanpress, toy, tmp_path):
    both = cleanpress("eval", toy, "--select", "links", "--json", "figures.json")
    assert both.stdout.startswith(b"5 cases")
    written = json.loads((tmp_path / "figures.json").read_text())
    alone = cleanpress("eval", toy, "--select", "links", "--json", "-")
    assert json.loads(alone.stdout) == written
    assert (written["cases_file"], written["split"], written["cases"]) == (toy, None, 5)
    assert written["labels"] == {"remove": 3, "keep": 2}
    assert written["figures"]["exact"]["hits"] == 1
    assert [group["name"] for group in written["groups"]["form"]] == ["run", "plain", "host"]
    assert written["rules"][0]["name"] == "links/bare-host"
    assert written["rules"][0]["precision"]["hits"] == 1
    assert written["figures"]["span-precision"]["share"] is None  # two of the remove cases mark no spans
    assert [failure["id"] for failure in written["failures"]] == ["gap", "wide"]
    assert "floors" not in written


def test_figures_of_spans_are_told_when_every_remove_case_has_them(cleanpress, toy):
    told = [row[:4] for row in rows(cleanpress("eval", toy, "--split", "links", "--select", "links").stdout)]
    for figure in ("span-recall", "span-precision", "repair", "whole"):
        assert [figure, "1.000", "0.207-1.000", "1/1"] in told


def test_figures_above_their_floors_are_told_with_the_margin(cleanpress, toy, tmp_path):
    (tmp_path / "floors.toml").write_text("[toy.dev]\ncases = 2\nexact = 0.5\n[toy.links]\nexact = 1.0\n")
    done = cleanpress("eval", toy, "--split", "dev", "--select", "whitespace", "--floors", "floors.toml")
    assert (done.returncode, done.stderr) == (0, b"")
    told = rows(done.stdout)
    assert ["cases", "2", "3", "+1", "could", "be", "3"] in told
    assert ["exact", "0.5000", "0.5000", "+0.0000"] in told
    done = cleanpress("eval", toy, "--split", "links", "--select", "whitespace", "--floors", "floors.toml")
    assert done.returncode == 1


def test_a_figure_below_its_floor_is_named_with_value_and_floor(cleanpress, toy, tmp_path):
    (tmp_path / "floors.toml").write_text(
        "[toy.dev]\nexact = 0.75\nkeep = 0.0\ncases = 9\nrepair = 0.1\n[toy.dev.lang.de]\nexact = 0.5\n"
    )
    arguments = ("eval", toy, "--split", "dev", "--select", "whitespace", "--floors", "floors.toml")
    done = cleanpress(*arguments, "--json", "figures.json")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "cleanpress: toy.dev: exact is 0.5000 (1 of 2), the floor is 0.7500",
        "cleanpress: toy.dev: only 3 cases, the floor is 9",
        "cleanpress: toy.dev: repair has nothing to count (0 of 0), the floor is 0.1000",
        "cleanpress: toy.dev: lang.de.exact is 0.0000 (0 of 1), the floor is 0.5000",
    ]
    assert ["exact", "0.7500", "0.5000", "-0.2500", "BELOW"] in rows(done.stdout)
    floors = {entry["figure"]: entry for entry in json.loads((tmp_path / "figures.json").read_text())["floors"]}
    assert floors["exact"] == {"figure": "exact", "floor": 0.75, "value": 0.5, "holds": False, "proposal": 0.75}
    assert floors["keep"]["holds"]
    quiet = cleanpress(*arguments, "--json", "-")
    assert (quiet.returncode, quiet.stderr) == (1, done.stderr)
    assert json.loads(quiet.stdout)["floors"] == list(floors.values())


def test_without_a_split_the_floors_are_those_of_all_cases(cleanpress, toy, tmp_path):
    (tmp_path / "floors.toml").write_text("[toy.all]\ncases = 6\n")
    done = cleanpress("eval", toy, "--floors", "floors.toml")
    assert done.stderr == b"cleanpress: toy.all: only 5 cases, the floor is 6\n"


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        ((), ["CASES", "cleanpress eval --help"]),
        (("toy.jsonl", "more.jsonl"), ["more.jsonl"]),
        (("none.jsonl",), ["none.jsonl", "No such file"]),
        ((".",), ["Is a directory"]),
        (("bad.jsonl",), ["bad.jsonl: line 2: label: 'kepe'", "remove, keep, suspect"]),
        (("toy.jsonl", "--split", "test"), ["no case of the split 'test'", "dev, held, links"]),
        (("toy.jsonl", "--failures", "-1"), ["--failures"]),
        (("toy.jsonl", "--failures", "some"), ["--failures", "whole number"]),
        (("toy.jsonl", "--select", "linsk"), ["command line", "did you mean 'links'?"]),
        (("toy.jsonl", "--floors", "none.toml"), ["none.toml", "cannot be read"]),
        (("toy.jsonl", "--floors", "floors.toml"), ["floors.toml: has no table [toy.all]", "known: dev"]),
        (("toy.jsonl", "--floors", "floors.toml", "--split", "dev"), ["toy.dev: unknown figure 'kept'"]),
        (("toy.jsonl", "--json", "toy.jsonl"), ["toy.jsonl: is an input"]),
        (("toy.jsonl", "--json", "no/such/folder"), ["no/such/folder", "the folder does not exist"]),
    ],
)
def test_what_is_wrong_is_refused_with_its_place_and_the_remedy(refused, toy, tmp_path, args, parts):
    (tmp_path / "bad.jsonl").write_text(json.dumps(CASES[0]) + "\n" + json.dumps({**CASES[2], "label": "kepe"}) + "\n")
    (tmp_path / "floors.toml").write_text("[toy.dev]\nkept = 1\n")
    message = refused("eval", *args)
    for part in parts:
        assert part in message


def test_a_hostile_case_cannot_reach_the_terminal(cleanpress, tmp_path):
    case = {"id": "\x1b[2J", "lang": "\u202een", "form": "##[error]", "label": "keep", "text": "\x1b[31m  x\n\ud800"}
    (tmp_path / "toy.jsonl").write_text(json.dumps(case), encoding="utf-8")
    done = cleanpress("eval", "toy.jsonl")
    assert done.returncode == 0
    shown = done.stdout.decode()
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "##[" not in shown
    assert "changed" in shown


def test_a_file_called_eval_is_reached_by_its_path(cleanpress, tmp_path):
    (tmp_path / "eval").write_bytes(b"a  b\n")
    assert cleanpress("./eval").stdout == b"a b\n"


def test_help_tells_every_option_and_the_exit_statuses(cleanpress):
    text = cleanpress("eval", "--help").stdout.decode()
    for part in ("CASES", "--split", "--json", "--failures", "--floors", "--select", "--config", "exit status"):
        assert part in text
