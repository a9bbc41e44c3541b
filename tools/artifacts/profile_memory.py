"""How much memory a profile takes: ``python tools/artifacts/profile_memory.py [--documents N] [--sites N]``.

Learns from generated pages (a head and a foot of the site, eight short lines and three paragraphs of its own)
and prints documents, sites, the bytes of the packed outlines, their bound, the growth of the process and CPU seconds.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator

from cleanpress.profile import CorpusProfile
from cleanpress.profile.counts import BUDGET, MOST_SITES, share

WORDS = [
    f"{a}{b}{c}" for a in ("ka", "me", "to", "su", "ri") for b in ("ban", "lor", "vit", "den") for c in ("o", "a", "ek")
]


def pages(documents: int, sites: int) -> Iterator[tuple[str, str]]:
    """Generated pages with the names of their sites; the pages of a site are spread over the whole."""
    pick = random.Random(1)
    stock = [" ".join(pick.choices(WORDS, k=5)).capitalize() for _ in range(60_000)]
    paragraphs = [" ".join(pick.choices(WORDS, k=40)).capitalize() + "." for _ in range(3000)]
    for number in range(documents):
        site = number * 7919 % sites
        name = stock[site % len(stock)]
        at = number * 31 % 59_000
        own = [f"{line} {WORDS[number % 60]}" for line in stock[at : at + 8]]
        prose = [f"{paragraphs[(number + n * 977) % 3000]} {own[n]}" for n in range(3)]
        foot = (f"All rights with {name}", f"Write to {name} at any time", "Terms | Contact | Jobs", f"© 2024 {name}")
        yield "\n".join((name, f"{name} | News | Sport", *own[:4], *prose, *own[4:], *foot)), f"site{site}.example"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--sites", type=int, default=1_000)
    options = parser.parse_args()
    source = pages(options.documents, options.sites)
    size = sum(len(text) for text, _ in [next(source) for _ in range(50)]) // 50
    CorpusProfile().add(
        "Warm up.\nA text that loads what is loaded once, such as the list of suffixes. See example.com today.", ""
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    profile = CorpusProfile()
    for text, site in source:
        profile.add(text, site)
    seconds = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    packed = sum(site.size for site in profile._sites.values()) / 1e6
    bound = share(options.sites) * min(options.sites, MOST_SITES) / 1e6
    sample = sum(len(profile.outlines(site)) for site in profile.sites()[:100]) / min(100, len(profile.sites()))
    print(f"{options.documents} documents of {size} bytes, {len(profile.sites())} sites")
    print(f"outlines {packed:.1f} MB (bound {bound:.1f}, budget {BUDGET / 1e6:.0f}), process grown by {grown:.1f} MB")
    print(f"{sample:.1f} pages a site in the sample; {seconds:.0f} s with making the pages")


if __name__ == "__main__":
    main()
