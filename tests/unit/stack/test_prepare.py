"""The step before the pipeline: the database is made, feed lists are imported, what cannot be read is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk import feed_list
from copydesk.settings import load
from copydesk.stack import prepare

OPML = """<?xml version="1.0"?><opml version="2.0"><head/><body>{}</body></opml>"""
OUTLINE = '<outline type="rss" text="{0}" xmlUrl="{1}"/>'
OWN = "https://news.example.org/feed.xml"
SAMPLE = "http://herald.localhost:4000/rss.xml"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def opml(file: Path, *urls: str) -> str:
    file.write_text(OPML.format("".join(OUTLINE.format(i, url) for i, url in enumerate(urls))))
    return str(file)


def states() -> dict[str, str]:
    return {feed.url: feed.state.value for feed in feed_list.everything(load())}


def test_feeds_are_imported_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prepare.main([opml(tmp_path / "my.opml", OWN)]) == 0
    assert "1 feeds added, 0 known" in capsys.readouterr().out
    assert states() == {OWN: "active"}


def test_a_newsroom_that_is_not_served_any_more_rests_until_it_is_back(tmp_path: Path) -> None:
    sample, own = opml(tmp_path / "sample.opml", SAMPLE), opml(tmp_path / "own.opml", OWN)
    assert prepare.main([sample]) == 0
    assert prepare.main([own]) == 0
    assert states() == {OWN: "active", SAMPLE: "parked"}
    assert prepare.main([sample]) == 0
    assert states() == {OWN: "active", SAMPLE: "active"}


@pytest.mark.parametrize("content", ["", "no opml", "<opml><body><outline", "\x00\xff"])
def test_a_list_that_cannot_be_read_is_named_and_is_fatal_only_without_any_feed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    bad = tmp_path / "bad.opml"
    bad.write_text(content)
    assert prepare.main([str(bad)]) == 1
    assert "bad.opml: " in capsys.readouterr().out
    prepare.main([opml(tmp_path / "sample.opml", SAMPLE)])
    assert prepare.main([str(bad)]) == 1, "feeds that rest do not count"
    prepare.main([opml(tmp_path / "good.opml", OWN)])
    assert prepare.main([str(bad)]) == 0
    assert prepare.main([str(tmp_path / "missing.opml")]) == 0
    assert "missing.opml: " in capsys.readouterr().out
