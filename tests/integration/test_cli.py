"""The command line as a script sees it: exit status, what is on stdout, what is named on stderr."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stream.database import connect
from stream.database_log import DatabaseLog
from stream.log import Record
from stream.outbox import database_id
from stream.topics import ARTICLES, LATEST
from tests.support.site import Site

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def go(*words: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        ours = {
            "COPYDESK_HOME": str(tmp_path),
            "COPYDESK_ALLOW_NETWORKS": "127.0.0.0/8",
            "COPYDESK_HOST_INTERVAL": "0",
        }
        plain = {name: value for name, value in os.environ.items() if not name.startswith("COPYDESK_")}
        command = [sys.executable, "-m", "copydesk", *words]
        environment = plain | ours | settings
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, timeout=120, env=environment, cwd=tmp_path
        )

    return go


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(random.Random(3)) as running:
        running.write(3)
        yield running


def test_one_pass_and_what_a_script_reads_of_it(run: Run, site: Site) -> None:
    assert run("feeds", "add", site.feed_url).returncode == 0
    passed = run("run", "--once", "--json")
    assert passed.returncode == 0, passed.stderr
    assert json.loads(passed.stdout)["collect"]["articles"] == 3
    books = json.loads(run("status", "--json").stdout)
    assert books["entries"] == books["articles"] + books["rejected"] + books["pending"] == 3
    lines = run("tail", ARTICLES.name, "--from-beginning", "--no-follow", "--json").stdout.splitlines()
    assert sorted(json.loads(line)["value"]["url"] for line in lines) == sorted(map(site.url, site.stories))
    assert json.loads(run("process", "--once", "--json").stdout)["enriched"] == 3


def test_failures_are_named_and_the_rest_is_done(run: Run, site: Site) -> None:
    run("feeds", "add", site.feed_url, f"{site.base}/no-such-feed")
    site.stories[0].paragraphs.clear()
    passed = run("run", "--once")
    assert passed.returncode == 1
    assert f"{site.base}/no-such-feed: http_404" in passed.stderr
    assert site.url(site.stories[0]) in passed.stderr
    assert json.loads(run("status", "--json").stdout)["articles"] == 2
    (told,) = run("entries", "--json").stdout.splitlines()
    assert json.loads(told)["url"] == site.url(site.stories[0])
    assert site.url(site.stories[0]) in run("feeds", "explain", site.feed_url).stdout


@pytest.mark.parametrize(
    ("words", "settings", "named"),
    [
        (("status",), {"COPYDESK_HOST_INTERVAL": "-1"}, "COPYDESK_HOST_INTERVAL"),
        (("status",), {"COPYDESK_ALLOW_NETWORKS": "localhost"}, "COPYDESK_ALLOW_NETWORKS"),
        (("status",), {"COPYDESK_KAFKA": "somewhere"}, "COPYDESK_KAFKA"),
        (("status",), {"COPYDESK_TYPO": "1"}, "COPYDESK_TYPO"),
        (("status",), {"COPYDESK_USER_AGENT": "two\nlines"}, "COPYDESK_USER_AGENT"),
        (("status",), {"COPYDESK_DATABASE_URL": "nonsense"}, "COPYDESK_DATABASE_URL"),
        (("tail", "no.such.topic"), {}, "no.such.topic"),
        (("run",), {}, "--once"),
        (("clean", "no-such-file.html"), {}, "no-such-file.html"),
        (("feeds", "add", "not a url"), {}, "not a url"),
        (("feeds", "import", "no-such.opml"), {}, "no-such.opml"),
    ],
)
def test_wrong_use_and_wrong_settings_end_with_2(
    words: tuple[str, ...], settings: dict[str, str], named: str, run: Run
) -> None:
    done = run(*words, **settings)
    assert done.returncode == 2, done.stderr
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_no_article_or_no_opml_ends_with_1_and_its_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.opml").write_text("<html>")
    (tmp_path / "empty.html").write_text("")
    for words in (("feeds", "import", "bad.opml"), ("clean", "empty.html")):
        done = run(*words)
        assert done.returncode == 1
        assert words[-1] in done.stderr


def test_a_wrong_line_of_the_settings_file_is_named_as_such(run: Run, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('lease = "long"\n')
    done = run("status")
    assert done.returncode == 2
    assert "lease in copydesk.toml" in done.stderr


def test_a_message_nested_beyond_reading_is_shown_as_text(run: Run, tmp_path: Path) -> None:
    run("status")
    engine = connect(f"sqlite:///{tmp_path}/copydesk.db")
    DatabaseLog(engine).append(
        [Record(ARTICLES.name, "k", b"[" * 100_000), Record(ARTICLES.name, "k", b'{"title": 1}')]
    )
    engine.dispose()
    done = run("tail", ARTICLES.name, "--from-beginning", "--no-follow", "--json")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2


def test_what_a_feed_says_cannot_style_the_terminal(run: Run, site: Site) -> None:
    run("feeds", "add", site.feed_url, "--title", "[bold red]x[/] \x1b[31mred")
    shown = run("feeds", "list").stdout
    assert "[bold red]x[/]" in shown
    assert "\x1b" not in shown


def test_a_kafka_that_only_airflow_knows_of_still_gets_every_row(run: Run, site: Site, tmp_path: Path) -> None:
    run("feeds", "add", site.feed_url)
    run("run", "--once")
    site.edit(site.stories[0])  # its first version is superseded in the compacted topic, and not carried yet
    run("run", "--once")
    before = json.loads(run("status", "--json").stdout)
    assert before["log"][LATEST.name] == 4
    engine = connect(f"sqlite:///{tmp_path}/copydesk.db")
    database_id(engine)  # what a relay does first
    engine.dispose()
    assert before["unpublished"] == 0
    run("maintain")
    after = json.loads(run("status", "--json").stdout)
    assert after["unpublished"] == sum(before["log"].values())
    assert after["log"] == before["log"]
