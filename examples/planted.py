"""Articles that are made up from parts, with faults planted in some of them; each carries what it was without.

A record has ``id``, ``url``, ``language``, ``text``, ``planted`` (the kinds of faults) and ``check`` (the CRC-32 of the
text before the faults went in). The same number always gives the same record.
"""

from __future__ import annotations

import json
import random
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHARE = 0.1
"""The share of articles that get faults."""

_WORDS = {
    "en": {
        "place": ["Northhaven", "Millbrook", "Eastferry", "Old Quay", "Stonebridge", "Lower Marsh"],
        "who": ["the harbour council", "the school board", "the ferry company", "the mayor", "the fire brigade"],
        "what": ["the old bridge", "the market hall", "the night bus", "the public library", "the water tower"],
    },
    "id": {
        "place": ["Kota Lama", "Muara Timur", "Bukit Pasir", "Desa Rawa", "Teluk Utara", "Pasar Baru"],
        "who": ["dewan kota", "kepala sekolah", "dinas kebersihan", "panitia desa", "wali kota"],
        "what": ["jembatan lama", "gedung pasar", "bus malam", "perpustakaan umum", "menara air"],
    },
    "es": {
        "place": ["Puerto Viejo", "Río Claro", "Villa Norte", "Peña Alta", "San Andrés", "La Estación"],
        "who": [
            "el ayuntamiento",
            "la junta escolar",
            "la compañía del ferry",
            "la alcaldesa",
            "el cuerpo de bomberos",
        ],
        "what": ["el puente antiguo", "el mercado central", "el autobús nocturno", "la biblioteca pública", "la torre"],
    },
}
_SENTENCES = {
    "en": [
        "In {place} {who} decided on Tuesday that {what} must be repaired before winter.",
        "The work will cost {n} million and take at least {m} months, said a spokesman.",
        "Residents had complained for years that {what} was closed whenever it rained.",
        "According to the report, {who} had known about the damage since spring.",
        "“We cannot wait for another season,” said the engineer who examined {what}.",
        "A first offer of {n} million was turned down, because it left out the foundations.",
        "The café beside it stays open, and so does the way to {place}.",
        "Whether {who} will also pay for the road to {place} remains to be seen.",
        "Some {m} people came to the meeting, more than the hall could hold.",
        "The next decision is due in autumn, when the budget is discussed.",
    ],
    "id": [
        "Di {place}, {who} memutuskan pada hari Selasa bahwa {what} harus diperbaiki sebelum musim hujan.",
        "Pekerjaan itu akan menelan biaya {n} miliar dan memakan waktu paling sedikit {m} bulan, kata juru bicara.",
        "Warga sudah bertahun-tahun mengeluh bahwa {what} ditutup setiap kali hujan turun.",
        "Menurut laporan itu, {who} telah mengetahui kerusakan tersebut sejak awal tahun.",
        "“Kami tidak bisa menunggu satu musim lagi,” kata insinyur yang memeriksa {what}.",
        "Penawaran pertama sebesar {n} miliar ditolak karena tidak mencakup pondasi.",
        "Warung di sebelahnya tetap buka, begitu pula jalan menuju {place}.",
        "Apakah {who} juga akan membiayai jalan ke {place} masih belum jelas.",
        "Sekitar {m} orang hadir dalam pertemuan itu, lebih banyak daripada yang dapat ditampung.",
        "Keputusan berikutnya diharapkan pada akhir tahun, ketika anggaran dibahas.",
    ],
    "es": [
        "En {place}, {who} decidió el martes que {what} debe repararse antes del invierno.",
        "La obra costará {n} millones y durará al menos {m} meses, según explicó un portavoz.",
        "Los vecinos llevaban años quejándose de que {what} se cerraba cada vez que llovía.",
        "Según el informe, {who} conocía los daños desde la primavera.",
        "«No podemos esperar otra temporada», dijo la ingeniera que examinó {what}.",
        "Una primera oferta de {n} millones fue rechazada porque no incluía los cimientos.",
        "El café de al lado sigue abierto, igual que el camino a {place}.",
        "Aún no se sabe si {who} pagará también la carretera a {place}.",
        "Unas {m} personas acudieron a la reunión, más de las que cabían en la sala.",
        "La próxima decisión se espera en otoño, cuando se discuta el presupuesto.",
    ],
}
_SPAM = ("slot", "gacor", "casino", "togel", "poker", "jackpot", "bet", "spin", "lucky", "maxwin")
_ENDS = ("live", "vip", "xyz", "club", "top", "bet", "site")
_LINES = (
    "error: Content is protected !!",
    "Content is protected !!",
)


def article(number: int) -> dict[str, Any]:
    """The record of this number."""
    rnd = random.Random(number)
    language = rnd.choice(("en", "id", "es"))
    words = _WORDS[language]
    lines = []
    for _ in range(rnd.randint(3, 6)):
        sentences = rnd.sample(_SENTENCES[language], rnd.randint(2, 4))
        slots = {key: rnd.choice(values) for key, values in words.items()}
        lines.append(" ".join(s.format(**slots, n=rnd.randint(2, 90), m=rnd.randint(3, 400)) for s in sentences))
    text = "\n\n".join(line[0].upper() + line[1:] for line in lines)
    planted: list[str] = []
    dirty = _planted(text, rnd, planted) if rnd.random() < SHARE else text
    return {
        "id": number,
        "url": f"https://paper{rnd.randint(1, 500)}.example/{number}",
        "language": language,
        "text": dirty,
        "planted": planted,
        "check": zlib.crc32(text.encode()),
    }


def _planted(text: str, rnd: random.Random, planted: list[str]) -> str:
    """The text with one to three kinds of faults, whose names are added to ``planted``."""
    kinds = rnd.sample(("link", "artifact", "mojibake", "space"), rnd.randint(1, 3))
    if "mojibake" in kinds:  # first: the damage of a whole text
        damaged = text.encode().decode("cp1252", "replace")
        if damaged != text and "\ufffd" not in damaged:
            text = damaged
            planted.append("mojibake")
    if "space" in kinds:
        at = _blank(text, rnd)
        text = f"{text[:at]} {text[at:]}"
        planted.append("space")
    if "link" in kinds:
        at = _blank(text, rnd)
        name = "".join(rnd.sample(_SPAM, 2)) + str(rnd.randint(1, 999))
        text = f"{text[:at]} {name}.{rnd.choice(_ENDS)}{text[at:]}"
        planted.append("link")
    if "artifact" in kinds:
        text = f"{text}\n\n{rnd.choice(_LINES)}"
        planted.append("artifact")
    return text


def _blank(text: str, rnd: random.Random) -> int:
    """A blank between two words in small letters."""
    places = [n for n in range(1, len(text) - 1) if text[n] == " " and text[n - 1].islower() and text[n + 1].islower()]
    return rnd.choice(places)


def shards(folder: Path, documents: int, count: int) -> None:
    """Write ``documents`` records into ``count`` files of JSON lines."""
    folder.mkdir(parents=True, exist_ok=True)
    for shard in range(count):
        numbers = range(documents * shard // count, documents * (shard + 1) // count)
        with (folder / f"{shard:04}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(article(number), ensure_ascii=False) + "\n" for number in numbers)


def compare(files: Iterator[Path] | list[Path]) -> dict[str, Any]:
    """What was planted against what is left: by kind of fault, and how many articles are as they were."""
    found: dict[str, dict[str, int]] = {}
    totals = {"documents": 0, "without faults": 0, "of these changed": 0}
    for path in files:
        with path.open(encoding="utf-8") as file:
            for record in map(json.loads, file):
                restored = zlib.crc32(record["text"].encode()) == record["check"]
                totals["documents"] += 1
                if not record["planted"]:
                    totals["without faults"] += 1
                    totals["of these changed"] += not restored
                for kind in (*record["planted"], "any") if record["planted"] else ():
                    row = found.setdefault(kind, {"planted": 0, "restored": 0})
                    row["planted"] += 1
                    row["restored"] += restored
    return {**totals, "faults": found}


def show(compared: dict[str, Any]) -> str:
    """The comparison as a table."""
    lines = [f"{name}: {value:,}" for name, value in compared.items() if name != "faults"]
    lines.append(f"{'articles with':16}{'planted':>10}{'restored':>10}{'share':>9}")
    for kind, row in sorted(compared["faults"].items()):
        lines.append(f"{kind:16}{row['planted']:>10,}{row['restored']:>10,}{row['restored'] / row['planted']:>9.2%}")
    return "\n".join(lines)


if __name__ == "__main__":
    shards(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
