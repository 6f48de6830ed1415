"""Arrows point one way: dags -> copydesk -> {ingest, processors} -> stream. Foreign libraries stay at the edges."""

from __future__ import annotations

from fnmatch import fnmatch
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.support.tree import PACKAGES, STANDARD, imports, modules, reached

# Who may import whom, at any level. ingest and processors do not know each other, stream knows nobody.
ARROWS = {
    "stream": {"stream"},
    "ingest": {"ingest", "stream"},
    "processors": {"processors", "stream"},
    "examples": {"examples", "stream"},
    "copydesk": {"copydesk", "ingest", "processors", "stream", "examples"},
    "dags": {"copydesk"},
}

# Where a foreign library may be used (`*` spans folders). Its errors are wrapped there, so replacing it stays local.
EDGES = {
    "aiohttp": ["ingest/web/*.py"],
    "airflow": ["dags/*.py", "copydesk/airflow*.py", "copydesk/stack/airflow*.py"],
    "alembic": ["copydesk/migrat*.py"],
    "feedparser": ["ingest/feeds/xml_feed.py"],
    "htmldate": ["ingest/extraction/*.py"],
    "kafka": ["stream/kafka*.py", "stream/relay*.py", "stream/marker.py", "copydesk/local_kafka.py"],
    "lxml": ["ingest/extraction/*.py", "ingest/feeds/*.py"],
    "msgspec": ["stream/*.py", "ingest/*.py", "processors/*.py", "copydesk/*.py"],
    "psutil": ["copydesk/*.py", "ingest/state/turn.py", "stream/lease.py", "stream/supervised.py"],
    "publicsuffixlist": ["ingest/identity/domains.py"],
    "py3langid": ["processors/language.py"],
    "pydantic": ["copydesk/settings.py"],
    "pydantic_settings": ["copydesk/settings.py"],
    "rich": ["copydesk/*.py"],
    "sqlalchemy": ["stream/*.py", "ingest/state/*.py", "copydesk/*.py", "processors/runner.py"],
    "trafilatura": ["ingest/extraction/*.py"],
    "typer": ["copydesk/*.py"],
    "url_normalize": ["ingest/identity/urls.py"],
    "yarl": ["ingest/web/*.py"],  # aiohttp's URLs
}

# A task process parses its DAG file again, and a command should answer at once: these are imported where they are used.
SLOW = {"aiohttp", "feedparser", "kafka", "lxml", "py3langid", "trafilatura"}
LIGHT_STARTS = {
    "copydesk.cli": SLOW | {"airflow"},
    "dags.poll_feeds": SLOW | {"sqlalchemy", "alembic", "pydantic_settings"},
    "dags.maintain": SLOW | {"sqlalchemy", "alembic", "pydantic_settings"},
}

OURS = [name for name in modules() if name.partition(".")[0] in ARROWS]


@pytest.mark.parametrize("module", OURS)
def test_arrows_point_one_way(module: str) -> None:
    allowed = ARROWS[module.partition(".")[0]]
    wrong = [f"line {i.line}: {i.module}" for i in imports(module) if i.root in PACKAGES and i.root not in allowed]
    assert not wrong, f"{modules()[module]} may import from {sorted(allowed)} only"


@pytest.mark.parametrize("module", OURS)
def test_foreign_libraries_stay_at_their_edges(module: str) -> None:
    path = modules()[module]
    wrong = [
        f"line {i.line}: {i.root}"
        for i in imports(module)
        if i.root not in STANDARD
        and i.root not in PACKAGES
        and not any(fnmatch(path.as_posix(), pattern) for pattern in EDGES.get(i.root, ()))
    ]
    assert not wrong, f"{path}: not one of its libraries (the table EDGES in {__file__})"


def test_no_import_cycles() -> None:
    """Among module-level imports; a function may import what imports its module."""
    graph = {
        module: {i.module for i in imports(module) if not i.late and i.module in modules() and i.module != module}
        for module in modules()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("module", [name for name in LIGHT_STARTS if name in modules()])
def test_starting_loads_nothing_slow(module: str) -> None:
    found = reached(module)
    slow = {name: f"through {by}" for name, by in found.items() if name.partition(".")[0] in LIGHT_STARTS[module]}
    assert not slow


def test_every_dag_file_is_checked_for_its_start() -> None:
    assert {name for name in modules() if name.startswith("dags.")} <= LIGHT_STARTS.keys()


def test_every_pattern_of_the_table_names_something() -> None:
    """The table must not outlive the files: a library that no file uses is not ours any more."""
    used = {i.root for module in OURS for i in imports(module)}
    assert EDGES.keys() <= used
