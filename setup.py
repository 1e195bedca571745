"""Compiles the catalogues and takes the demonstration cycles along when Mithaq is built into a wheel."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent


class BuildWithCataloguesAndCycles(build_py):
    """In an editable install nothing is built: bin/setup compiles, and the cycles are found in the tree."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        package = Path(self.build_lib, "mithaq")
        for source in package.rglob("*.po"):
            compile_catalogue(source)
        if (HERE / "demo").is_dir():
            shutil.copytree(HERE / "demo", package / "demo", dirs_exist_ok=True)


def compile_catalogue(source: Path) -> None:
    """Write the .mo beside a .po."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(text))


setup(cmdclass={"build_py": BuildWithCataloguesAndCycles})
