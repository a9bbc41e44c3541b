"""Settings: where they are found, what they mean, and how mistakes are named."""

from __future__ import annotations

from pathlib import Path
from typing import get_type_hints

import pytest

from cleanpress import Config, ConfigError, load_config


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_hold_without_a_file(tmp_path: Path) -> None:
    assert load_config(start=tmp_path) == Config()
    assert [f.id for f in Config().pipeline().filters] == ["mojibake", "links", "artifacts", "whitespace"]


def test_what_is_named_without_loading_the_filters_is_what_they_are() -> None:
    from cleanpress.config import FILTERS
    from cleanpress.filters import BUILTIN
    from cleanpress.filters.policy import Preset

    assert tuple(BUILTIN) == FILTERS
    assert get_type_hints(Config)["preset"] == Preset


def test_the_nearest_file_wins_and_a_pyproject_without_a_table_is_passed_by(tmp_path: Path) -> None:
    write(tmp_path / "cleanpress.toml", "min-confidence = 0.5\n")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    write(tmp_path / "a" / "pyproject.toml", "[project]\nname = 'x'\n")
    assert load_config(start=inner).min_confidence == 0.5
    write(inner / "pyproject.toml", "[tool.cleanpress]\nmin-confidence = 0.7\n")
    assert load_config(start=inner).min_confidence == 0.7


def test_settings_reach_the_filters(tmp_path: Path) -> None:
    path = write(
        tmp_path / "own.toml",
        "select = ['links', 'whitespace']\nignore = ['whitespace/space-run']\nmax-passes = 2\nremoval-limit = 0\n"
        "[filters.links]\nallow-hosts = ['kota.id']\npoint = 'strict'\n[filters.whitespace]\nline-ends = 'keep'\n",
    )
    pipeline = load_config(path).pipeline()
    links, whitespace = pipeline.filters
    assert (links.allow_hosts, links.point, whitespace.line_ends) == (("kota.id",), "strict", "keep")  # type: ignore[attr-defined]
    assert pipeline.clean("a  b\r\n") == "a  b\r\n"
    assert (pipeline.max_passes, pipeline.removal_limit) == (2, 0.0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selekt = []", r"own.toml: selekt: unknown key; did you mean 'select'\?"),
        ("select = ['linsk']", r"own.toml: select: unknown filter 'linsk'; did you mean 'links'\?"),
        (
            "ignore = ['whitespace/space-rum']",
            r"unknown rule 'whitespace/space-rum'; did you mean 'whitespace/space-run'",
        ),
        ("min-confidence = 'high'", "min-confidence: must be a float, got 'high'"),
        ("min-confidence = 2", "min_confidence must lie in 0..1"),
        ("max-passes = true", "max-passes: must be a int"),
        ("select = 'links'", "must be a list of strings"),
        ("filters = 3", "filters: must be a table"),
        ("[filters.linkz]", r"unknown filter 'linkz'; did you mean 'links'\?"),
        ("[filters.links]\nallow_hosts = []", r"filters.links.allow_hosts: unknown key; did you mean 'allow-hosts'\?"),
        ("[filters.links]\npoint = 'bold'", "must be one of 'strict', 'balanced', 'aggressive'"),
        ("select = [", "not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path / "own.toml", text)
    with pytest.raises(ConfigError, match=message):
        load_config(path).pipeline()


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none.toml: cannot be read"):
        load_config(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"ignore = ['\xe9']")
    with pytest.raises(ConfigError, match=r"latin.toml: byte 11: not UTF-8"):
        load_config(tmp_path / "latin.toml")
    with pytest.raises(ConfigError, match=r"no \[tool.cleanpress\] table"):
        load_config(write(tmp_path / "pyproject.toml", "[project]\nname = 'x'\n"))
