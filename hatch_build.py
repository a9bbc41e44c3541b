"""Builds the compiled scanner into the wheel where there is a C compiler; elsewhere the wheel is pure Python.

Without it cleanpress finds the same, more slowly: see docs/design.md.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = "src/scanner/module.c"


class ScannerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds ``cleanpress._scan``; an editable install gets it beside its source."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile and say where the result belongs."""
        if self.target_name != "wheel":
            return
        package = Path(self.root, "src/cleanpress")
        built = _compiled(Path(self.root), package.parent if version == "editable" else Path(mkdtemp()))
        if built is None:
            self.app.display_warning("no C compiler: cleanpress is installed without its scanner, and slower for it")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        if version != "editable":
            build_data["force_include"][str(built)] = f"cleanpress/{built.name}"


def _compiled(root: Path, folder: Path) -> Path | None:
    """The compiled module, in the package's folder below ``folder``; None where it cannot be compiled."""
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    module = Extension("cleanpress._scan", [str(root / SOURCE)], optional=True)  # a failure is no error
    command = build_ext(Distribution({"name": "cleanpress", "ext_modules": [module]}))
    command.build_lib, command.build_temp = str(folder), mkdtemp()
    command.ensure_finalized()
    built = Path(command.get_ext_fullpath("cleanpress._scan"))
    built.unlink(missing_ok=True)  # what another compiler or another source left
    command.run()
    return built if built.exists() else None
