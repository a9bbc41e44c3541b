"""The training command, run on a small corpus made from this project's own texts."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tomllib
from itertools import count
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="needs the dependency group train")

ROOT = Path(__file__).parents[2]
EXPECTED = ROOT / "fixtures" / "training" / "expected.toml"
HOSTS = {
    "gambling": ("slotmaju88.com", "raja-togel.net", "betpasti77.xyz", "kartujitu.vip", "spinhoki.live", "dewabola.top"),
    "neutral": ("greenvalleydental.com", "oldmillpottery.org", "lakesideyoga.net", "bridgechess.com", "tinyharbor.co"),
    "piracy": ("nontonfilm21.club", "freemovies4k.site", "seriesflix.icu", "lk21bagus.pro", "kinohdtop.net"),
    "referrer": ("seo-visitors.biz", "rank-boosters.org", "free-share-counter.com", "traffichive.xyz", "buybacklinks.top"),
    "fakeshop": ("bagsoutletdeal.shop", "runshoes-sale.store", "watchcheap.online", "jacketpromo.shop", "lens-sale.com"),
    "popular": ("booking.com", "canva.com", "imdb.com", "goodreads.com", "weather.com"),
}


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the command expects it; every text is one of this project's fixtures."""
    folder = tmp_path_factory.mktemp("corpora")
    number = count()
    texts: dict[str, dict[str, list[dict[str, str]]]] = {"articles": {}, "mentions": {}}
    with (ROOT / "fixtures" / "eval" / "injected.jsonl").open(encoding="utf-8") as cases:
        for case in map(json.loads, cases):
            kind = {"remove": "articles", "keep": "mentions"}.get(case["label"])
            if kind:
                source = f"source-{next(number) % 7}"
                record = {"id": case["id"], "lang": case["lang"], "source": source, "text": case["clean"]}
                texts[kind].setdefault(case["lang"], []).append(record)
    for kind, languages in texts.items():
        (folder / kind).mkdir()
        for language, records in languages.items():
            with gzip.open(folder / kind / f"{language}.jsonl.gz", "wt", encoding="utf-8") as out:
                out.writelines(json.dumps(record) + "\n" for record in records)
    (folder / "hosts").mkdir()
    for name, hosts in HOSTS.items():
        (folder / "hosts" / f"{name}.txt").write_text("\n".join(hosts * 2) + "\n", encoding="utf-8")
    return folder


def trained(corpora: Path, out: Path) -> tuple[dict[str, object], bytes]:
    """What the command writes, and that it succeeds."""
    command = [sys.executable, str(ROOT / "tools" / "links" / "train.py"), str(corpora), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return tomllib.loads((out / "model.toml").read_text(encoding="utf-8")), (out / "model.bin").read_bytes()


def test_training_is_deterministic_and_writes_the_recorded_weights(corpora: Path, tmp_path: Path) -> None:
    settings, data = trained(corpora, tmp_path / "first")
    assert trained(corpora, tmp_path / "second") == (settings, data)
    expected = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    assert settings["parts"] == expected["parts"]
    assert settings["training"] == expected["training"]
    assert settings["scale"] == pytest.approx(expected["scale"], rel=0.02)
    weights = memoryview(data)[: expected["parts"]["weights"]].cast("b")
    strongest = sorted(range(len(weights)), key=lambda place: -abs(weights[place]))[:40]
    recorded = {int(place): weight for place, weight in expected["weights"].items()}
    # Other processors round otherwise: a step or two of 127, and places of equal strength may change.
    assert sum(place in recorded and abs(weights[place] - recorded[place]) <= 2 for place in strongest) >= 36
