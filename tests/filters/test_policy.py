"""The policy of characters, row by row: each choice does what it says, in both presets."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanpress import Config, ConfigError, Document, Pipeline, Whitespace
from cleanpress.filters.policy import rows

# Row, text, and what each choice makes of it.
CHOICES: dict[str, list[tuple[str, dict[str, str]]]] = {
    "information-separator": [
        ("satu\x1fdua", {"remove": "satudua", "space": "satu dua", "line-end": "satu\ndua"}),
        ("раз\x1eдва", {"remove": "раздва", "space": "раз два", "line-end": "раз\nдва"}),
    ],
    "stray-tab": [("The ferry\tleaves.", {"space": "The ferry leaves.", "keep": "The ferry\tleaves."})],
    "form-feed": [("One.\x0cTwo.", {"paragraph": "One.\n\nTwo.", "line": "One.\nTwo."})],
    "next-line": [("Tunggu\x85 kata", {"ellipsis": "Tunggu… kata", "line-end": "Tunggu\n kata"})],
    "aligned-columns": [
        ("Name      Price\nRice         12", {"keep": "Name      Price\nRice         12", "one": "Name Price\nRice 12"})
    ],
    "sentence-spaces": [
        ("It is open.  Come in.", {"one": "It is open. Come in.", "keep": "It is open.  Come in."}),
        ("“Открыто.”  Да.", {"one": "“Открыто.” Да.", "keep": "“Открыто.”  Да."}),
        ("It is  open.", {"one": "It is open.", "keep": "It is open."}),
    ],
    "signature": [("Bye\n-- \nAna", {"keep": "Bye\n-- \nAna", "remove": "Bye\n--\nAna"})],
    "no-break-space": [
        ("Harga\u00a0beras", {"space": "Harga beras", "keep": "Harga\u00a0beras"}),
        ("12\u00a0kg", {"space": "12\u00a0kg", "keep": "12\u00a0kg"}),
    ],
    "digit-space": [("two\u2009words", {"space": "two words", "keep": "two\u2009words"})],
    "fixed-space": [("two\u2003words", {"space": "two words", "keep": "two\u2003words"})],
    "ideographic-space": [("two\u3000words", {"space": "two words", "keep": "two\u3000words"})],
    "thai-zero-width-space": [
        ("วันนี้\u200bอากาศ", {"keep": "วันนี้\u200bอากาศ", "remove": "วันนี้อากาศ"}),
        ("ភាសា\u200bខ្មែរ", {"keep": "ភាសា\u200bខ្មែរ", "remove": "ភាសា\u200bខ្មែរ"}),
    ],
    "latin-non-joiner": [
        ("Auf\u200clage", {"remove": "Auflage", "keep": "Auf\u200clage"}),
        ("Auf\u200c lage", {"remove": "Auf lage", "keep": "Auf lage"}),
        ("می\u200cخواهم", {"remove": "می\u200cخواهم", "keep": "می\u200cخواهم"}),
    ],
    "word-joiner": [("a\u2060b", {"remove": "ab", "keep": "a\u2060b"})],
    "soft-hyphen": [("Hafen\u00adgebühr", {"remove": "Hafengebühr", "keep": "Hafen\u00adgebühr"})],
    "override": [
        (
            "الملف \u202dabc\u202c جاهز",
            {"remove": "الملف abc جاهز", "keep-right-to-left": "الملف \u202dabc\u202c جاهز"},
        ),
        ("invoice\u202efdp\u202c", {"remove": "invoicefdp", "keep-right-to-left": "invoicefdp"}),
    ],
    "invisible-operator": [("f\u2061(x)", {"keep": "f\u2061(x)", "remove": "f(x)"})],
    "annotation-mark": [("\ufff9漢\ufffaか\ufffb", {"remove": "漢か", "keep": "\ufff9漢\ufffaか\ufffb"})],
    "icon": [("Read on \ue900 here", {"remove": "Read on here", "keep": "Read on \ue900 here"})],
    "khmer-inherent-vowel": [("ក\u17b4ខ", {"keep": "ក\u17b4ខ", "remove": "កខ"})],
    "combining-marks": [
        ("cafe\u0301", {"keep": "cafe\u0301", "nfc": "café"}),
        ("a\u0323\u0307" * 2, {"keep": "a\u0323\u0307" * 2, "nfc": "ạ\u0307" * 2}),
    ],
    "tatweel": [("ســـلام", {"keep": "ســـلام", "remove": "سلام"})],
    "presentation-forms": [
        ("ﬁnal Ｆｕｌｌ", {"keep": "ﬁnal Ｆｕｌｌ", "fold": "final Full"}),
        ("ﻻ ｶﾞ", {"keep": "ﻻ ｶﾞ", "fold": "لا ガ"}),
    ],
}


def cleaned(text: str, **options: object) -> str:
    return Pipeline([Whitespace(**options)]).clean(text)  # type: ignore[arg-type]


def test_every_row_has_an_example_for_each_choice() -> None:
    assert set(CHOICES) == set(rows())
    for name, examples in CHOICES.items():
        for _, made in examples:
            assert set(made) == set(rows()[name]["choices"])
        assert any(len(set(made.values())) > 1 for _, made in examples), name


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_does_what_it_says(name: str) -> None:
    for text, made in CHOICES[name]:
        for choice, expected in made.items():
            once = cleaned(text, policy={name: choice})
            assert once == expected, choice
            assert cleaned(once, policy={name: choice}) == once


@pytest.mark.parametrize("preset", ["press", "repository"])
@pytest.mark.parametrize("name", CHOICES)
def test_a_preset_makes_its_choice(name: str, preset: str) -> None:
    for text, made in CHOICES[name]:
        if "\n" not in text:  # a repository keeps line ends
            assert cleaned(text, preset=preset, line_ends="lf") == made[rows()[name][preset]]


# Texts of authors' files that stay as they are in a repository, though press text would lose something.
KEPT_IN_A_REPOSITORY = [
    "one\r\ntwo\r\n",
    "one\r\ntwo\nthree\n",
    "It is open.  Come in.",
    "Hafen\u00adgebühr",
    "a\u2060b",
    "See \uf015 here",
]
GONE_EVERYWHERE = [
    ("a\u200bb", "ab"),
    ("send\U000e0068\U000e0069", "send"),
    ("if admin\u202e ok", "if admin ok"),
    ("bell\x07", "bell"),
    ("two  words", "two words"),
    ("line end \nnext", "line end\nnext"),
]


@pytest.mark.parametrize("text", KEPT_IN_A_REPOSITORY)
def test_a_repository_keeps_what_authors_write(text: str) -> None:
    assert Pipeline.default("repository").clean(text) == text
    assert Pipeline.default().clean(text) != text
    assert Config(preset="repository").pipeline().clean(text) == text


@pytest.mark.parametrize(("text", "expected"), GONE_EVERYWHERE)
def test_what_hides_goes_everywhere(text: str, expected: str) -> None:
    assert Pipeline.default("repository").clean(text) == expected == Pipeline.default().clean(text)


def test_a_soft_hyphen_of_html_stays() -> None:
    source = "<p>Hafen&shy;gebühr steigt​ wieder</p>"
    assert Pipeline.default().clean(source, format="html") == "<p>Hafen&shy;gebühr steigt wieder</p>"
    told = Pipeline([Whitespace(policy={"soft-hyphen": "remove"})])
    assert "&shy;" not in told.clean("<p>Hafen&shy;gebühr</p>", format="html")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Nice\U000e0073\U000e0065\U000e006e\U000e0064 day", "spell 'send'"),
        ("Nice\U000e001b\U000e0041\U000e0007 day", "spell 'A'"),
        ("Fine 😀" + "".join(chr(0xE0100 + byte - 16) for byte in b"rm -rf"), "b'rm -rf'"),
        ("har\u200b\u200c\u200d\u2060bour", "'\\u200b\\u200c\\u200d\\u2060'"),
        ("invoice\u202efdp.exe\u202c", "it turns 'fdp.exe'"),
    ],
)
def test_a_hidden_payload_is_told_escaped(text: str, told: str) -> None:
    edits = Pipeline([Whitespace()]).run(text).edits
    assert any(told in edit.reason for edit in edits)
    assert all(edit.reason.isprintable() for edit in edits)


@pytest.mark.parametrize(
    ("text", "rule"),
    [("caf\ufffd au lait", "replacement-character"), ("z" + "\u0301\u0302" * 8 + " x", "mark-stack")],
)
def test_what_is_lost_or_odd_is_told_and_stays(text: str, rule: str) -> None:
    result = Pipeline.default().run(text)
    assert result.text == text
    assert [edit.rule for edit in result.withheld] == [f"whitespace/{rule}"]


def test_wrong_choices_are_named() -> None:
    with pytest.raises(ConfigError, match="'word-joiner'"):
        Whitespace(policy={"word-joinr": "keep"})
    with pytest.raises(ConfigError, match="'remove', 'keep'"):
        Whitespace(policy={"word-joiner": "kep"})
    with pytest.raises(ConfigError, match="repository"):
        Whitespace(preset="repositori")  # type: ignore[arg-type]


def test_choices_come_from_a_settings_file(tmp_path) -> None:
    from cleanpress.config import load_config

    file = tmp_path / "cleanpress.toml"
    file.write_text('preset = "repository"\n[filters.whitespace.policy]\nicon = "remove"\n', encoding="utf-8")
    pipeline = load_config(file).pipeline()
    assert pipeline.clean("See \uf015 here.  Yes\r\n") == "See here.  Yes\r\n"
    assert pipeline.run(Document("a\u2060b")).edits == ()


def test_the_page_shows_every_row_as_the_filter_has_it() -> None:
    page = (Path(__file__).parents[2] / "docs" / "characters.md").read_text(encoding="utf-8")
    for name, row in rows().items():
        choices = ", ".join(f"`{choice}`" for choice in row["choices"])
        line = f"| `{name}` | {row['characters']} | {choices} | `{row['press']}` | `{row['repository']}` |"
        assert line in page
