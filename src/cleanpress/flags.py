"""What is said about a document as a whole, where no edit could put it right."""

from __future__ import annotations

from cleanpress.frozen import frozen

__all__ = ["Flag"]


@frozen
class Flag:
    """A reason to doubt that a document is what it should be: an error page, a bot check, a refusal.

    ``rule`` is the id of the rule, ``reason`` one sentence for people, ``confidence`` lies in 0..1. The text of
    a flagged document is left alone; whether to drop it is for the caller to decide.

    Raises ValueError when the confidence leaves its range.

    >>> Flag("artifacts/bot-challenge/challenge", "a page that Cloudflare shows instead of the article", 0.97).rule
    'artifacts/bot-challenge/challenge'
    """

    rule: str
    reason: str
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence must lie in 0..1, got {self.confidence}")

    def to_dict(self) -> dict[str, str | float]:
        """The flag as plain JSON types: rule, reason, confidence."""
        return {"rule": self.rule, "reason": self.reason, "confidence": round(self.confidence, 4)}
