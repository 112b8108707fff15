"""The package as a distribution."""

from __future__ import annotations

import re
import subprocess
import unittest
from importlib.metadata import metadata, version
from pathlib import Path

import quartermaster

from worker import PATIENCE, binary

PACKAGE = Path(__file__).parent.parent
NAME = "quartermaster-allocator"


class DistributionTests(unittest.TestCase):
    def test_the_version_is_that_of_the_worker(self) -> None:
        worker = subprocess.run([binary(), "--version"], capture_output=True, text=True, check=True, timeout=PATIENCE)
        self.assertEqual(worker.stdout.strip(), quartermaster.__version__)
        self.assertEqual(version(NAME), quartermaster.__version__)

    def test_the_metadata_tells_what_an_index_shows(self) -> None:
        found = metadata(NAME)
        for field in ("Summary", "License", "Requires-Python", "Author", "Keywords", "Classifier", "Description-Content-Type"):
            self.assertIn(field, found)
        self.assertTrue(any(file.name == "LICENSE" for file in quartermaster_files()))

    def test_the_license_is_that_of_the_project(self) -> None:
        self.assertEqual((PACKAGE / "LICENSE").read_bytes(), (PACKAGE.parent.parent / "LICENSE").read_bytes())

    def test_no_link_of_the_readme_leads_out_of_the_package(self) -> None:
        text = (PACKAGE / "README.md").read_text()
        links = [*re.findall(r"\]\(([^)]*)\)", text), *re.findall(r"(?:src|href)=\"([^\"]*)\"", text)]
        self.assertEqual([link for link in links if not link.startswith(("https://", "#"))], [])


def quartermaster_files() -> list[Path]:
    from importlib.metadata import files

    return [Path(str(file)) for file in files(NAME) or []]
