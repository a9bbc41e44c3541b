"""Reports against schemas: the published one of SARIF, and what GitLab and reviewdog document, as schemas of our own.

Those lie beside the tests. The slow part also asks a validator of reviewdog's format that others publish, if npm can
install it: ``pytest -m slow tests/cli/test_cli_schemas.py``. To check against what GitLab and reviewdog publish put the
files into a folder, and name it in ``CLEANPRESS_SCHEMAS``: ``rdjson.json`` is reviewdog's ``DiagnosticResult``,
``gitlab.json`` the schema of one entry by which GitLab validates a code quality report.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

jsonschema = pytest.importorskip("jsonschema")

SCHEMAS = Path(__file__).parent / "schemas"
SARIF = SCHEMAS / "sarif-2.1.0.json"
VALIDATOR = "@umbrelladocs/rdformat-validator@1.0.1"
PUBLISHED = os.environ.get("CLEANPRESS_SCHEMAS", "")

DIRTY = {
    "a.md": "# T\u00eftle\r\n\r\nWe must slotgacor88.live repair the bridge. A \u6771\u4eac caf\u00c3\u00a9 here.\r\n",
    "odd name [1] %41 \u00e9 #?.txt": "\ufeff\U0001f469 Two  spaces, and\x1b[31m colours.\n\nshare this\n",
    "p.html": "<p>The old bridge must <b>slotgacor</b>88.live be repaired. "
    "<a style='display:none' href='//x-slot.example'>s</a></p>",
    "wall.txt": "Just a moment...\nVerifying you are human. This may take a few seconds.\n",
    "deep/er/b.txt": "One.\n\nerror: Content is protected !!\n" + "One two  three.\n" * 3,
}


@pytest.fixture
def reports(cleanpress, tmp_path):
    """The reports of a format on files with something, on those with nothing, and on no file that can be read."""
    for name, text in DIRTY.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "clean.md").write_text("Nothing to clean.\n")

    def told(name):
        calls = [(".",), ("clean.md",), ("missing.md",)]
        return [json.loads(cleanpress("check", *call, "--output-format", name).stdout) for call in calls]

    return told


def validator(path):
    schema = json.loads(path.read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def published(name):
    path = Path(PUBLISHED, name)
    if not PUBLISHED or not path.is_file():
        pytest.skip(f"CLEANPRESS_SCHEMAS names no folder with the published {name}")
    return validator(path)


def test_sarif_is_valid(reports):
    rules = validator(SARIF)
    many, none, unread = reports("sarif")
    assert len(many["runs"][0]["results"]) >= 7
    assert none["runs"][0]["results"] == unread["runs"][0]["results"] == []
    for report in (many, none, unread):
        assert [error.message for error in rules.iter_errors(report)] == []


def test_the_schema_of_sarif_finds_mistakes(reports):
    rules = validator(SARIF)
    many = reports("sarif")[0]
    many["runs"][0]["results"][0]["level"] = "bad"
    many["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert len(list(rules.iter_errors(many))) == 2


def test_rdjson_is_valid(reports):
    rules = validator(SCHEMAS / "rdjson.json")
    many, none, unread = reports("rdjson")
    assert len(many["diagnostics"]) >= 7
    assert none["diagnostics"] == unread["diagnostics"] == []
    for report in (many, none, unread):
        assert [error.message for error in rules.iter_errors(report)] == []


def test_gitlab_is_valid(reports):
    rules = validator(SCHEMAS / "gitlab.json")
    many, none, unread = reports("gitlab")
    assert len(many) >= 7
    assert none == unread == []
    assert [error.message for error in rules.iter_errors(many)] == []
    assert len({entry["fingerprint"] for entry in many}) == len(many)


def broken(entry, *path, to):
    """A deep copy with another value, or without it, at a path."""
    copy = json.loads(json.dumps(entry))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    if to is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = to
    return copy


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("diagnostics",), None),
        (("diagnostics", 0, "message"), None),
        (("diagnostics", 0, "location"), {}),
        (("diagnostics", 0, "location", "range", "start", "line"), 0),
        (("diagnostics", 0, "location", "range", "end", "column"), "3"),
        (("diagnostics", 0, "code", "value"), 7),
        (("diagnostics", 0, "suggestions", 0, "range"), None),
        (("diagnostics", 0, "told"), "x"),
        (("severity",), "warning"),
        (("source", "name"), ""),
    ],
)
def test_the_schema_of_rdjson_finds_mistakes(reports, path, to):
    many = reports("rdjson")[0]
    many["diagnostics"].sort(key=lambda entry: "suggestions" not in entry)
    rules = validator(SCHEMAS / "rdjson.json")
    assert rules.is_valid(many)
    assert not rules.is_valid(broken(many, *path, to=to))


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("description",), None),
        (("check_name",), None),
        (("fingerprint",), ""),
        (("severity",), "warning"),
        (("location", "path"), "./a.md"),
        (("location", "path"), None),
        (("location", "lines", "begin"), "1"),
        (("location", "positions", "begin", "line"), 0),
    ],
)
def test_the_schema_of_gitlab_finds_mistakes(reports, path, to):
    entry = reports("gitlab")[0][0]
    rules = validator(SCHEMAS / "gitlab.json")
    assert rules.is_valid([entry])
    assert not rules.is_valid([broken(entry, *path, to=to)])


def test_gitlab_needs_a_line(reports):
    entry = reports("gitlab")[0][0]
    del entry["location"]["lines"], entry["location"]["positions"]
    assert not validator(SCHEMAS / "gitlab.json").is_valid([entry])


def test_rdjson_is_valid_by_the_published_schema(reports):
    rules = published("rdjson.json")
    for report in reports("rdjson"):
        assert [error.message for error in rules.iter_errors(report)] == []


def test_gitlab_is_valid_by_the_published_schema(reports):
    rules = published("gitlab.json")
    assert [error.message for entry in reports("gitlab")[0] for error in rules.iter_errors(entry)] == []


@pytest.fixture
def rdformat(tmp_path_factory):
    """Whether the published validator of reviewdog's format takes a report, strictly."""
    folder = tmp_path_factory.mktemp("npm")
    if shutil.which("npm") is None:
        pytest.skip("npm is not here")
    options = ("--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder)
    done = subprocess.run(["npm", "install", *options, VALIDATOR], capture_output=True, check=False, timeout=120)
    if done.returncode:
        pytest.skip("npm could not install the validator")

    def takes(report):
        (folder / "report.json").write_text(json.dumps(report))
        program = [folder / "node_modules/.bin/rdformat-validator", "--strict", "--no-extra-fields"]
        return not subprocess.run([*program, folder / "report.json"], capture_output=True, check=False).returncode

    return takes


@pytest.mark.slow
def test_rdjson_is_valid_by_a_published_validator(reports, rdformat):
    many, *others = reports("rdjson")
    assert len(many["diagnostics"]) >= 7
    assert all(map(rdformat, (many, *others)))
    for path, to in ((("diagnostics", 0, "message"), None), (("diagnostics", 0, "told"), "x"), (("severity",), "high")):
        assert not rdformat(broken(many, *path, to=to)), path
