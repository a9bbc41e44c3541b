"""Reports against the schemas that others publish.

That of SARIF lies beside the tests. For the other formats put the published files into a folder, and name it in
``CLEANPRESS_SCHEMAS``: ``rdjson.json`` is reviewdog's ``DiagnosticResult``, ``gitlab.json`` the schema of one entry
by which GitLab validates a code quality report. What they say is also stated, more strictly, in ``shapes.py``.
"""

import json
import os
from pathlib import Path

import pytest

jsonschema = pytest.importorskip("jsonschema")

SARIF = Path(__file__).parent / "schemas/sarif-2.1.0.json"
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
    rules = published("rdjson.json")
    for report in reports("rdjson"):
        assert [error.message for error in rules.iter_errors(report)] == []


def test_gitlab_is_valid(reports):
    rules = published("gitlab.json")
    many, none, unread = reports("gitlab")
    assert none == unread == []
    assert [error.message for entry in many for error in rules.iter_errors(entry)] == []
