"""The public names: there, described, with examples that run; and an import that costs nothing."""

from __future__ import annotations

import ast
import doctest
import importlib
import importlib.util
import inspect
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest

import cleanpress


def of_module(name: str) -> object:
    """A module as a parameter: skipped where it needs a tool that is not installed."""
    package, _, last = name.rpartition(".")
    tool = TOOL.get(name.removeprefix("cleanpress."), last if package == "cleanpress.integrations" else "")
    missing = bool(tool) and importlib.util.find_spec(tool) is None
    return pytest.param(name, marks=pytest.mark.skipif(missing, reason=f"{tool} is not installed"))


TOOL = {
    "integrations.arrow": "pyarrow",
    "integrations.counts": "",
    "integrations.spark": "pyspark",
    "runner.parquet": "pyarrow",
    "runner.warc": "fastwarc",
}
MODULES = [
    of_module(name)
    for name in sorted(info.name for info in pkgutil.walk_packages(cleanpress.__path__, "cleanpress."))
    if not name.endswith("__main__")
]
DESCRIBED = [name for name in cleanpress.__all__ if name not in ("Format", "__version__")]
HEAVY = (
    *("bs4", "ftfy", "regex", "wcwidth"),
    *("argparse", "asyncio", "concurrent.futures", "csv", "difflib", "html", "importlib.metadata"),
    *("importlib.resources", "json", "logging", "multiprocessing", "socket", "ssl", "subprocess", "tomllib"),
    *("unittest", "urllib.request", "xml"),
)


def loaded_by(statement: str) -> set[str]:
    """What a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


class TestNames:
    def test_all_is_sorted_and_complete(self):
        names = cleanpress.__all__
        assert sorted(names) == list(names)
        assert sorted([*cleanpress._HOME, "__version__"]) == list(names)
        assert dir(cleanpress) == list(names)

    @pytest.mark.parametrize("name", cleanpress.__all__)
    def test_every_name_can_be_imported_and_comes_from_where_it_is_listed(self, name):
        value = getattr(cleanpress, name)
        assert value is not None
        if name in cleanpress._HOME:
            home = importlib.import_module(f"cleanpress.{cleanpress._HOME[name]}")
            assert getattr(home, name) is value
            assert name in home.__all__

    def test_type_checkers_see_the_same_names(self):
        tree = ast.parse(inspect.getsource(cleanpress))
        (block,) = (node for node in tree.body if isinstance(node, ast.If))
        seen = {
            alias.name: (node.module or "").removeprefix("cleanpress.")
            for node in block.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        assert seen == cleanpress._HOME

    def test_a_name_that_is_not_there_is_an_attribute_error(self):
        with pytest.raises(AttributeError, match="'cleanpress' has no attribute 'clena'"):
            cleanpress.clena  # noqa: B018

    def test_a_star_import_brings_them_all(self):
        names: dict[str, object] = {}
        exec("from cleanpress import *", names)  # noqa: S102
        assert set(cleanpress.__all__) <= set(names)

    @pytest.mark.parametrize("module", MODULES)
    def test_every_module_says_what_it_is_and_lists_its_names(self, module):
        loaded = importlib.import_module(module)
        assert inspect.getdoc(loaded)
        missing = [name for name in getattr(loaded, "__all__", ()) if not hasattr(loaded, name)]
        assert missing == []


class TestDescriptions:
    @pytest.mark.parametrize("name", DESCRIBED)
    def test_every_public_name_is_described(self, name):
        assert inspect.getdoc(getattr(cleanpress, name))

    @pytest.mark.parametrize("name", DESCRIBED)
    def test_every_public_name_has_an_example(self, name):
        value = getattr(cleanpress, name)
        if isinstance(value, type) and issubclass(value, Exception):
            value = cleanpress.CleanpressError  # one example for the family
        if value is cleanpress.Filter:
            value = cleanpress.as_filter  # a protocol is shown by what fulfils it
        assert ">>> " in inspect.getdoc(value)

    @pytest.mark.parametrize("name", [name for name in DESCRIBED if isinstance(getattr(cleanpress, name), type)])
    def test_every_public_method_is_described(self, name):
        members = inspect.getmembers(getattr(cleanpress, name))
        own = [(n, m) for n, m in members if not n.startswith("_") and of_cleanpress(m)]
        assert [n for n, member in own if not inspect.getdoc(member)] == []

    @pytest.mark.parametrize("module", [of_module("cleanpress"), *MODULES])
    def test_the_examples_run(self, module):
        loaded = importlib.import_module(module)
        failed, _ = doctest.testmod(loaded, optionflags=doctest.ELLIPSIS)
        assert failed == 0


def of_cleanpress(member: object) -> bool:
    target = getattr(member, "fget", None) or getattr(member, "func", None) or member
    return not isinstance(target, ModuleType) and str(getattr(target, "__module__", "")).startswith("cleanpress")


class TestImport:
    def test_importing_the_package_loads_nothing_else(self):
        """Names are loaded when used: the package itself needs nothing beyond importlib and typing."""
        new = loaded_by("import cleanpress") - loaded_by("import __future__, importlib, typing")
        assert new == {"cleanpress"}

    def test_importing_the_pipeline_loads_only_itself_and_light_parts_of_the_standard_library(self):
        light = (
            "import __future__, bisect, dataclasses, enum, functools, importlib, math, pathlib, re, typing,"
            "unicodedata, zlib"
        )
        new = loaded_by("import cleanpress.pipeline") - loaded_by(light)
        assert {name for name in new if not name.startswith("cleanpress")} == set()

    @pytest.mark.parametrize(
        "statement",
        [
            "import cleanpress",
            "import cleanpress.pipeline",
            "from cleanpress import Pipeline; Pipeline.default()",
            "from cleanpress import *",
        ],
    )
    def test_nothing_heavy_is_loaded(self, statement):
        assert sorted(loaded_by(statement) & set(HEAVY)) == []

    def test_a_clean_english_text_needs_no_encoding_repair(self):
        statement = "import cleanpress; cleanpress.clean('The ferry sails at nine.')"
        assert sorted(loaded_by(statement) & {"ftfy", "regex", "bs4", "difflib"}) == []
