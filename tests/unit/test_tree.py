"""What must hold for every file of the project: size, no address of a package registry, no path of one machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.tree import ROOT, files

LONGEST = 250  # lines of a code file
LONGEST_TEST = 450  # tables of cases
TABLES = {Path("processors/agencies.py"), Path("ingest/extraction/rules.py")}  # data: one entry a line
CODE = {".py", ".js", ".jsx", ".java", ".mjs"}
TEXT = [path for path in files() if path.suffix not in {".png", ".jpg", ".gz", ".ico", ".woff2"}]

# Spelt with gaps, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(
        name.replace("_", r"\.")
        for name in (
            "pypi_org",
            "pythonhosted_org",
            "repo1?_maven_apache_org",
            "repo_maven",
            "registry_npmjs_org",
            "proxy_golang_org",
            "docker_io/",
            "ghcr_io",
            "quay_io",
            "deb_debian_org",
            "archive_ubuntu_com",
        )
    )
)
MACHINE = re.compile(r"(?<![\w.~}\)-])/(?:work|root|home/\w+|Users/\w+)/\w")


@pytest.mark.parametrize("path", [path for path in files() if path.suffix in CODE and path not in TABLES], ids=str)
def test_code_files_are_short(path: Path) -> None:
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    assert lines <= (LONGEST_TEST if path.parts[0] == "tests" else LONGEST), "split it"


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {hit.group()}"
        for path in TEXT
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)
        for hit in pattern.finditer(line)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert _found(REGISTRIES) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert _found(MACHINE) == []


@pytest.mark.parametrize(
    ("line", "hit"),
    [
        ("url = 'https://" + "pypi" + ".org/simple'", True),
        ("see " + "/work" + "/main/x.py", True),
        ("HOME=" + "/home" + "/anna/x", True),
        ("https://example.org" + "/work" + "/today", False),
        ("/opt/airflow/dags", False),
        ("apache/kafka:4.1.1", False),
    ],
)
def test_the_patterns_find_what_they_should(line: str, hit: bool) -> None:
    assert bool(REGISTRIES.search(line) or MACHINE.search(line)) is hit
