"""Profiles of sites: what repeats across their pages, learned in a first pass over a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleanpress.profile.templates import Proposal, SiteTemplates, site_of

if TYPE_CHECKING:
    from cleanpress.profile.counts import CorpusProfile

__all__ = ["CorpusProfile", "Proposal", "SiteTemplates", "site_of"]


def __getattr__(name: str) -> Any:
    """Load what learns when it is first used: filters need the rest only."""
    if name == "CorpusProfile":
        from cleanpress.profile.counts import CorpusProfile

        return CorpusProfile
    raise AttributeError(f"module 'cleanpress.profile' has no attribute {name!r}")
