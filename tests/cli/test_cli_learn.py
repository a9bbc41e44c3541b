"""``cleanpress learn`` makes a profile, ``--profile`` uses one."""

from __future__ import annotations

import json

import pytest

from cleanpress import SiteTemplates

HEAD = ["Quay Post", "Tides › Trade › Weather"]
FOOT = ["Liked this tide table", "Ring the bell for more", "Made with salt by four people"]
PROSE = [
    "The harbour master said that the quay would stay closed until the end of the month.",
    "Nobody had told the fishermen, who found the gate locked on Monday at five.",
    "By noon the council had called a meeting, and by two it had called it off again.",
]


def page(number: int, above: list[str], below: list[str]) -> str:
    """A page with paragraphs of its own."""
    own = [f"{PROSE[(number + at) % 3]} So much for report {'ABCDEFGHIJ'[number]}{at}." for at in range(4)]
    return "\n".join([*above, f"Quay report {'ABCDEFGHIJ'[number]}", *own, *below])


@pytest.fixture
def corpus(tmp_path):
    rows = [{"text": page(n, HEAD, FOOT), "url": f"https://quaypost.example/{n}"} for n in range(6)]
    (tmp_path / "pages.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_learn_then_clean(cleanpress, corpus) -> None:
    done = cleanpress("learn", "pages.jsonl", "-o", "profile.txt")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"cleanpress: 1 sites, 5 lines to delete, 0 to report; review profile.txt\n"
    done = cleanpress("--profile", "profile.txt", stdin=page(8, HEAD, FOOT).encode())
    assert done.stdout.decode() == page(8, [], [])


def test_parts_give_the_same_profile_as_the_whole(cleanpress, corpus) -> None:
    rows = (corpus / "pages.jsonl").read_text("utf-8").splitlines(keepends=True)
    for name, part in (("a", rows[:2]), ("b", rows[2:])):
        (corpus / f"{name}.jsonl").write_text("".join(part), encoding="utf-8")
        assert cleanpress("learn", f"{name}.jsonl", "--counts", f"{name}.counts").returncode == 0
    cleanpress("learn", "b.counts", "a.counts", "-o", "merged.txt")
    cleanpress("learn", "pages.jsonl", "-o", "whole.txt")
    assert (corpus / "merged.txt").read_bytes() == (corpus / "whole.txt").read_bytes()


def test_folders_are_sites_and_files_are_read_by_their_kind(cleanpress, corpus) -> None:
    for number in range(6):
        folder = corpus / "crawl" / "quaypost.example"
        folder.mkdir(parents=True, exist_ok=True)
        rows = page(number, HEAD, FOOT).split("\n")
        html = "".join(f"<p>{row}</p>" for row in rows)
        kind, text = [("txt", "\n".join(rows)), ("md", "\n\n".join(rows)), ("html", html)][number % 3]
        (folder / f"{number}.{kind}").write_text(text, encoding="utf-8")
    assert cleanpress("learn", "crawl", "-o", "profile.txt").returncode == 0
    lines = {one.key for one in SiteTemplates.load(corpus / "profile.txt").of("quaypost.example").values()}
    assert lines == {*HEAD, *FOOT}


def test_settings_may_name_a_profile_beside_them(cleanpress, corpus) -> None:
    cleanpress("learn", "pages.jsonl", "-o", "profile.txt")
    (corpus / "cleanpress.toml").write_text('profile = "profile.txt"\n', encoding="utf-8")
    assert cleanpress(stdin=page(8, HEAD, FOOT).encode()).stdout.decode() == page(8, [], [])


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["learn", "pages.jsonl"], "nothing to write; name a profile with -o"),
        (["learn", "none.jsonl", "-o", "p"], "none.jsonl: No such file or directory; check the file"),
        (["learn", "none", "-o", "p"], "none: neither a folder nor a file with JSON lines"),
        (["learn", "pages.jsonl", "-o", "p", "--field", "body"], "line 1: no JSON object with the texts 'body' and"),
        (["learn", "pages.jsonl", "-o", "p", "--site-field", "x"], "with the texts 'text' and 'x'; name other keys"),
        (["learn", "pages.jsonl", "--counts", "p.txt"], "must end in '.counts'"),
        (["--profile", "none.txt"], "none.txt: cannot be read (No such file or directory); make one with"),
        (["--profile", "pages.jsonl"], "pages.jsonl: its first line does not say that it is a profile"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(refused, corpus, args: list[str], message: str) -> None:
    assert message in refused(*args)
    assert not (corpus / "p").exists()
