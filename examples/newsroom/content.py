"""Read the publishers and stories from their files (see README.md for the format). Wrong ones are named."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from examples.newsroom.model import Block, Edition, Figure, Publisher, Story

HERE = Path(__file__).parent
_INLINE = re.compile(r"\[([^\]]+)\]\([^)]+\)|\*([^*]+)\*")
_STORY_KEYS = {"kind", "section", "gone_at", "paywall", "tracking", "agency", "agency_in", "agency_line"}
_EDITION_KEYS = {"title", "subtitle", "summary", "byline", "note", "change"}
_OTHER_KEYS = {"at", "age", "authors", "keywords", "faults", "caption", "credit", "mode", "replace"}


class ContentError(ValueError):
    """A story or publisher file cannot be used; the text names it."""


@dataclass(frozen=True)
class Catalogue:
    publishers: dict[str, Publisher]
    stories: tuple[Story, ...]

    def of(self, publisher: str) -> tuple[Story, ...]:
        return tuple(story for story in self.stories if story.publisher == publisher)


@cache
def catalogue(root: Path = HERE) -> Catalogue:
    """Everything under `root`: publishers.toml and stories/<publisher>/<slug>.md. Raises ContentError."""
    publishers = _publishers(root / "publishers.toml")
    files = sorted((root / "stories").glob("*/*.md"))
    stories = tuple(read_story(path) for path in files)
    unknown = {story.publisher for story in stories} - set(publishers)
    if unknown:
        raise ContentError(f"stories of publishers that publishers.toml does not name: {', '.join(sorted(unknown))}")
    return Catalogue(publishers, stories)


def _publishers(path: Path) -> dict[str, Publisher]:
    rows: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return {key: Publisher(key=key, **{k: _frozen(v) for k, v in row.items()}) for key, row in rows.items()}
    except TypeError as error:
        raise ContentError(f"{path}: {error}") from error


def read_story(path: Path) -> Story:
    """The story in `path`; its folder is the publisher, its name the slug."""
    pieces = re.split(r"^\+\+\+\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if len(pieces) < 3 or len(pieces) % 2 == 0 or pieces[0].strip():
        raise ContentError(f"{path}: expected +++ header +++ body, repeated for each edition")
    try:
        heads = [tomllib.loads(head) for head in pieces[1::2]]
        editions = _editions(heads, pieces[2::2], path.stem)
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise ContentError(f"{path}: {error}") from error
    first = heads[0]
    return Story(
        publisher=path.parent.name,
        slug=path.stem,
        editions=editions,
        keywords=tuple(first.get("keywords", ())),
        faults=tuple(first.get("faults", ())),
        **{"kind": "article", **{key: first[key] for key in _STORY_KEYS & set(first)}},
    )


def _editions(heads: list[dict[str, Any]], bodies: list[str], slug: str) -> tuple[Edition, ...]:
    for head in heads:
        if unknown := set(head) - _STORY_KEYS - _EDITION_KEYS - _OTHER_KEYS:
            raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
    first = heads[0]
    lead = Figure(slug, first["caption"], first["credit"]) if "caption" in first else None
    at = float(first["at"]) if "at" in first else -60.0 * first["age"]
    edition = Edition(1, at, first["title"], read_blocks(bodies[0], slug), lead=lead, **_changed(first, ("title",)))
    editions = [edition]
    for number, (head, body) in enumerate(zip(heads[1:], bodies[1:], strict=True), 2):
        blocks = _merged(editions[-1].blocks, head, body, slug)
        change = {"number": number, "at": float(head["at"]), "blocks": blocks, "note": "", "change": "update"}
        editions.append(replace(editions[-1], **{**change, **_changed(head)}))
    return tuple(editions)


def _changed(head: dict[str, Any], but: tuple[str, ...] = ()) -> dict[str, Any]:
    named = {key: head[key] for key in _EDITION_KEYS & set(head) if key not in but}
    return {**named, **({"authors": tuple(head["authors"])} if "authors" in head else {})}


def _merged(before: tuple[Block, ...], head: dict[str, Any], body: str, slug: str) -> tuple[Block, ...]:
    """The body of a later edition: `mode` append or prepend adds to the one before, `replace` swaps sentences in it."""
    fresh = read_blocks(body, slug)
    mode = head.get("mode", "full" if fresh else "append")
    blocks = {"full": fresh, "append": before + fresh, "prepend": fresh + before}[mode]
    for change in head.get("replace", ()):
        old, new = change["old"], change["new"]
        if not any(old in block.text for block in blocks):
            raise ValueError(f"nothing to replace: {old!r}")
        blocks = tuple(replace(block, text=block.text.replace(old, new)) for block in blocks)
    return blocks


def read_blocks(body: str, slug: str) -> tuple[Block, ...]:
    """Blocks stand apart by an empty line: `## subhead`, `> quote`, `- items`, `!caption | credit`, `@10:42 | post`."""
    blocks: list[Block] = []
    for raw in re.split(r"\n\s*\n", body.strip()):
        text = " ".join(raw.split())
        if text.startswith("## "):
            blocks.append(Block("heading", text[3:]))
        elif text.startswith("> "):
            blocks.append(Block("quote", text[2:]))
        elif text.startswith("- "):
            blocks.extend(Block("item", line.strip()[2:]) for line in raw.splitlines())
        elif text.startswith("!"):
            caption, credit = text[1:].split(" | ")
            figure = Figure(f"{slug}-{len(blocks)}", caption, credit)
            blocks.append(Block("figure", caption, figure))
        elif text.startswith("@"):
            clock, title = text[1:].split(" | ")
            blocks.append(Block("post", title, clock=clock))
        elif text:
            blocks.append(Block("p", text))
    return tuple(blocks)


def plain(text: str) -> str:
    """`text` without its inline marks: what a reader sees."""
    return _INLINE.sub(lambda match: match[1] or match[2], text)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
