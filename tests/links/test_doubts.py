"""What makes a host look as if it belonged where it stands."""

from __future__ import annotations

import pytest

from cleanpress import Document, InjectedLinks
from cleanpress.filters.links.candidates import find_candidates
from cleanpress.filters.links.context import look_around
from cleanpress.filters.links.doubts import DOUBTS, doubts
from cleanpress.filters.links.evidence import DocumentEvidence


def doubted(text: str) -> set[str]:
    """The doubts about the only host of a text."""
    (candidate,) = find_candidates(text)
    context = look_around(text, candidate)
    return set(doubts(candidate, context, DocumentEvidence(text, [candidate]).about(0, context)))


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("- a walk along oldmill.net and back", "item"),
        ("3. a walk along oldmill.net and back", "item"),
        ("**Ann** we met near oldmill.net and left", "turn"),
        ("Opening: we met near oldmill.net and left", "turn"),
        ("Hall 3, 12 euro, 18.30 oldmill.net and Sunday 20.15 the same", "figures"),
        ("a walk #hills near oldmill.net and back", "tagged"),
        ("our friends at oldmill.net and their dogs", "placed"),
        ("a site in the hills, oldmill.net and back", "led"),
        ("If you are curious, oldmill.net has a list of them.", "subject"),
        ("oldmill.net The river rose again.", "head"),
        ("The river rose again oldmill.net", "tail"),
        ("the river rose oldmill.net | Weather", "apart"),
        ("according to people upstream oldmill.net the river rose", "cited"),
        ("the site of the old weir slotgacor88.live was cleared", "called"),
        ("the police dug near the weir slotgacor88.live for hours", "crime"),
    ],
)
def test_what_speaks_for_a_host(text: str, doubt: str) -> None:
    assert doubt in doubted(text)


def doubts_about(text: str, host: str) -> set[str]:
    """The doubts about the last mention of a host in a text."""
    candidates = list(find_candidates(text))
    index = max(i for i, candidate in enumerate(candidates) if candidate.host == host)
    context = look_around(text, candidates[index])
    return set(doubts(candidates[index], context, DocumentEvidence(text, candidates).about(index, context)))


def test_a_mention_that_stays_speaks_for_the_others_of_its_owner() -> None:
    stays, goes = "Ann (oldmill.net) keeps bees.\n", "The river oldmill.net rose again.\n"
    assert "elsewhere" in doubts_about(stays + goes, "oldmill.net")
    assert "elsewhere" not in doubts_about(goes + goes, "oldmill.net")
    assert "elsewhere" not in doubts_about(stays.replace("oldmill", "highmill") + goes, "oldmill.net")
    loud = (stays + goes).replace("oldmill.net", "slotgacor88.live")
    assert "elsewhere" not in doubts_about(loud, "slotgacor88.live"), "spam names its own host in brackets, too"


def test_a_text_full_of_addresses_is_documentation() -> None:
    goes = "The river oldmill.net rose again.\n"
    pages = "".join(f"See https://kiln{number}.org/guide/part{number}.html.\n" for number in range(10))
    assert "linked" in doubts_about(pages + goes, "oldmill.net")
    assert "linked" not in doubts_about(pages[: len(pages) // 2] + goes, "oldmill.net")
    assert "linked" not in doubts_about(pages + "The river rose.\n" * 1000 + goes, "oldmill.net"), "far away"
    hosts = "".join(f"The river kiln{number}.org rose.\n" for number in range(20))
    assert "linked" not in doubts_about(hosts + goes, "oldmill.net"), "hosts that may be spam are no documentation"


@pytest.mark.parametrize("text", ["the river oldmill.net rose again", "slotmaju88.live The river rose again."])
def test_prose_and_names_that_advertise_raise_none(text: str) -> None:
    assert not doubted(text)


def test_each_doubt_is_said_in_words() -> None:
    assert all(words and not words[0].isupper() for words in DOUBTS.values())


@pytest.mark.parametrize(
    "text",
    [
        "Write to anna[at]oldmill.net for seats.",
        "The beacon calls cdn-sync[.]info first, then oldmill.net once an hour.",
        "UMaBronqo uzakube edlala kumdlalo kwi-e.tv namhlanje.",
        "The mill is similar to oldmill.net in size and age.",
    ],
)
def test_what_keeps_a_host(text: str) -> None:
    assert not [edit for edit in InjectedLinks().find(Document(text)) if edit.confidence >= 0.9]
