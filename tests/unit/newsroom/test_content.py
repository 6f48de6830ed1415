"""Stories as data: the file format and its errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from examples.newsroom.content import ContentError, catalogue, plain, read_blocks, read_story

STORY = """+++
title = "Goat elected"
age = 30
caption = "The goat"
credit = "A. Person"
+++
One *goat* and a [link](https://example.org/).

## Subhead

- first
- second

!On the quay | B. Person
+++
at = 40
note = "It was a sheep."
change = "correction"
replace = [{ old = "goat", new = "sheep" }]
+++
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "press" / "goat.md"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_a_story_and_its_correction(tmp_path: Path) -> None:
    story = read_story(write(tmp_path, STORY))
    first, second = story.editions
    assert (story.id, first.at, second.at, second.number) == ("press/goat", -1800, 40, 2)
    assert [block.kind for block in first.blocks] == ["p", "heading", "item", "item", "figure"]
    assert plain(first.blocks[0].text) == "One goat and a link."
    assert plain(second.blocks[0].text) == "One sheep and a link."
    assert (first.note, second.note, second.title) == ("", "It was a sheep.", "Goat elected")
    assert second.lead is not None
    assert second.lead.credit == "A. Person"


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (STORY.replace('old = "goat"', 'old = "horse"'), "horse"),
        (STORY.replace("note =", "remark ="), "remark"),
        (STORY.replace("age = 30", "age = "), "goat.md"),
        (STORY.replace("age = 30\n", ""), "age"),
        ("no header", "expected"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, broken: str, named: str) -> None:
    with pytest.raises(ContentError, match=named):
        read_story(write(tmp_path, broken))


def test_live_posts_keep_their_time_apart() -> None:
    post, text = read_blocks("@8:40 a.m. | Title\n\nText", "slug")[:2]
    assert (post.kind, post.clock, text.kind) == ("post", "8:40 a.m.", "p")


def test_the_sample_press_has_what_it_promises() -> None:
    everything = catalogue()
    assert len(everything.publishers) >= 6
    assert {own.feed for own in everything.publishers.values()} == {"rss", "atom", "rdf", "json"}
    assert len([story for story in everything.stories if story.published <= 0]) >= 30
    ferry = [story for story in everything.stories if story.slug == "marrow-strait-ferry"]
    assert len(ferry) == 4
    assert {story.agency_in for story in ferry} == {"dateline", "byline", "footer"}
    for story in everything.stories:
        for edition in story.editions:
            texts = [block for block in edition.blocks if block.kind == "p"]
            assert len(texts) >= 3 or story.kind in ("video", "gallery"), story.id
