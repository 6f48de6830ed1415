"""`copydesk up` on one home, one start after the other: saved pages once, a kill -9 of the front, a kill -9 of both
parents. The many other ways to end are tested with small parts in test_supervisor.py."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk import pipeline
from copydesk.settings import Settings
from copydesk.stack import airflow
from tests.support.need import missing
from tests.support.up import Up, alive

pytestmark = [pytest.mark.airflow, pytest.mark.timeout(300)]
PARAGRAPH = "<p>{n}. The harbour board said on Monday that the new pier would open in spring, two years late.</p>"
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}",
"datePublished": "2026-03-02T09:00:00+01:00"}}</script></head>
<body><nav>Home News Sport</nav><article><h1>{title}</h1>{body}</article><footer>Imprint</footer></body></html>"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if airflow.installed() is None:
        missing("Airflow", "make setup")
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two publishers, three pages."""
    folder = tmp_path_factory.mktemp("pages")
    for site, title in (("one.example", "Pier opens"), ("one.example", "Pier closes"), ("two.example", "Pier delayed")):
        (folder / site).mkdir(exist_ok=True)
        body = "".join(PARAGRAPH.format(n=n) for n in range(6))
        (folder / site / f"{title}.html").write_text(PAGE.format(title=title, body=body))
    return folder


@pytest.fixture
def running() -> Iterator[list[Up]]:
    started: list[Up] = []
    yield started
    for up in started:
        up.close()


def test_saved_pages_go_through_once_and_everything_ends(home: Path, pages: Path, running: list[Up]) -> None:
    up = Up(home, "--pages", str(pages), "--once")
    running.append(up)
    up.until(lambda: up.front.poll() is not None, 200, "it did not end by itself")
    up.close()
    assert up.front.returncode == 0, "\n".join(up.lines)
    assert up.left() == []
    state = pipeline.status(Settings(home=home))
    assert (state["feeds"], state["entries"], state["articles"], state["pending"]) == (2, 3, 3, 0)
    assert state["log"]["news.articles.enriched.v1"] == 3
    assert up.lines[-1].endswith("none is left")


def test_a_killed_front_leaves_nothing(home: Path, pages: Path, running: list[Up]) -> None:
    up = Up(home, "--pages", str(pages))
    running.append(up)
    up.wait_for("Airflow scheduler: ready", 120)
    assert len(up.look()) > 7
    up.front.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 60
    while up.left():
        assert time.monotonic() < deadline, up.left()
        time.sleep(0.2)


def test_the_next_start_ends_what_two_killed_parents_left(home: Path, pages: Path, running: list[Up]) -> None:
    up = Up(home, "--pages", str(pages))
    running.append(up)
    up.wait_for("Airflow API: ready", 120)
    left = up.look()
    guard = up.guard
    up.front.send_signal(signal.SIGKILL)
    guard.kill()
    up.front.wait()
    time.sleep(0.5)
    assert len(up.left()) > 3, "the parts live on without their parents"

    again = Up(home, "--pages", str(pages))
    running.append(again)
    again.wait_for("Airflow DAG processor: starting", 60)
    assert not [process for process in left if alive(process)]
    assert again.address == up.address, "the ports of the home are free again and kept"
    assert again.stop(signal.SIGTERM) == 0
    assert again.left() == []
