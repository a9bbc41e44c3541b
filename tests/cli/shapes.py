"""Shapes of JSON documents, as their specifications state them, and a check that is strict about what is not stated."""

import re

ANY = object()


class Optional:
    """A key that may be missing."""

    def __init__(self, shape):
        self.shape = shape


def check(shape, value, where="$"):
    """Raise AssertionError naming the place unless the value has the shape.

    A dict states every key that is allowed, a list of one shape any number of them, a tuple the values allowed, a
    compiled pattern the strings, a type itself, a function a test.
    """
    if shape is ANY:
        return
    if isinstance(shape, dict):
        assert isinstance(value, dict), f"{where}: no object: {value!r}"
        assert value.keys() <= shape.keys(), f"{where}: unknown {value.keys() - shape.keys()}"
        for key, inner in shape.items():
            if isinstance(inner, Optional):
                if key in value:
                    check(inner.shape, value[key], f"{where}.{key}")
            else:
                assert key in value, f"{where}: lacks {key}"
                check(inner, value[key], f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), f"{where}: no array: {value!r}"
        for index, item in enumerate(value):
            check(shape[0], item, f"{where}[{index}]")
    elif isinstance(shape, tuple):
        assert value in shape, f"{where}: {value!r} is none of {shape}"
    elif isinstance(shape, re.Pattern):
        assert isinstance(value, str) and shape.fullmatch(value), f"{where}: {value!r}"
    elif isinstance(shape, type):
        assert type(value) is shape, f"{where}: {value!r} is no {shape.__name__}"
    else:
        assert shape(value), f"{where}: {value!r}"


def from_one(value):
    """A whole number from 1 on."""
    return type(value) is int and value >= 1


def from_zero(value):
    """A whole number from 0 on."""
    return type(value) is int and value >= 0


TEXT = {"text": str}
URI_REFERENCE = re.compile(r"(?:[A-Za-z0-9._~/!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})+")
REGION = {
    "startLine": from_one,
    "startColumn": from_one,
    "endLine": from_one,
    "endColumn": from_one,
    "charOffset": from_zero,
    "charLength": from_zero,
    "byteOffset": from_zero,
    "byteLength": from_zero,
}
ARTIFACT = {"uri": URI_REFERENCE}
SARIF = {
    "$schema": re.compile(r"https://\S+"),
    "version": ("2.1.0",),
    "runs": [
        {
            "tool": {
                "driver": {
                    "name": str,
                    "version": str,
                    "rules": [{"id": str, "shortDescription": Optional(TEXT), "fullDescription": Optional(TEXT)}],
                }
            },
            "columnKind": ("unicodeCodePoints", "utf16CodeUnits"),
            "results": [
                {
                    "ruleId": str,
                    "ruleIndex": from_zero,
                    "level": ("none", "note", "warning", "error"),
                    "message": TEXT,
                    "locations": [{"physicalLocation": {"artifactLocation": ARTIFACT, "region": Optional(REGION)}}],
                    "partialFingerprints": {"cleanpress/v1": str},
                    "properties": {"confidence": float},
                    "fixes": Optional(
                        [
                            {
                                "description": TEXT,
                                "artifactChanges": [
                                    {
                                        "artifactLocation": ARTIFACT,
                                        "replacements": [{"deletedRegion": REGION, "insertedContent": Optional(TEXT)}],
                                    }
                                ],
                            }
                        ]
                    ),
                }
            ],
        }
    ],
}
"""What is used of SARIF 2.1.0, by its specification."""

POSITION = {"line": from_one, "column": from_one}
RDF_RANGE = {"start": POSITION, "end": POSITION}
RDJSON = {
    "source": {"name": str},
    "severity": ("UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"),
    "diagnostics": [
        {
            "message": str,
            "location": {"path": str, "range": Optional(RDF_RANGE)},
            "code": {"value": str},
            "suggestions": Optional([{"range": RDF_RANGE, "text": str}]),
        }
    ],
}
"""What is used of reviewdog's DiagnosticResult, by its definition."""

GITLAB = [
    {
        "description": str,
        "check_name": str,
        "fingerprint": re.compile("[0-9a-f]{32}"),
        "severity": ("info", "minor", "major", "critical", "blocker"),
        "location": {
            "path": re.compile(r"(?!\./).+", re.DOTALL),
            "lines": {"begin": from_one, "end": from_one},
            "positions": {"begin": POSITION, "end": POSITION},
        },
    }
]
"""What GitLab reads of a code quality report, by its documentation."""
