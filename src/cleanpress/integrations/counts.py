"""Results as counters, for the statistics of the tools that run the pipeline."""

from __future__ import annotations

from collections import Counter

from cleanpress.result import Result

__all__ = ["counts"]


def counts(result: Result) -> Counter[str]:
    """What happened to one document, as numbers to add up.

    Keys: ``documents``; ``changed`` when the text is another; ``edits`` and ``edits/RULE``, ``suspects`` and
    ``suspects/RULE`` (proposed, not made), ``flagged`` and ``flags/RULE``; ``notices`` when the document was held
    back or emptied, or a filter failed on it. What is zero is not there.

    >>> from cleanpress import Pipeline
    >>> dict(counts(Pipeline.default().run("Two  spaces.")))
    {'documents': 1, 'changed': 1, 'edits': 1, 'edits/whitespace/space-run': 1}
    """
    found: Counter[str] = Counter(documents=1)
    if result.changed:
        found["changed"] = 1
    for name, spans in (("edits", result.edits), ("suspects", result.withheld)):
        if spans:
            found[name] = len(spans)
            found.update(f"{name}/{span.rule}" for span in spans)
    if result.flags:
        found["flagged"] = 1
        found.update(f"flags/{flag.rule}" for flag in result.flags)
    if result.notice:
        found["notices"] = 1
    return found
