"""The pages of a benchmark: a folder of saved ones, or generated ones of about the size of a news page."""

from __future__ import annotations

import gzip
import json
import random
from html import escape
from pathlib import Path

SAVED = Path(__file__).parents[1].parent / "shared" / "corpora"  # beside the project, where there is one
TEXT = (
    "the council said on Tuesday that a new bridge over the river would open before the end of summer after years of "
    "delay while residents asked for quieter streets and shops feared fewer visitors because no one had counted them"
)
WORDS = TEXT.split()


def pages(folder: Path | None, count: int) -> tuple[str, list[bytes]]:
    """Where the pages come from, and at most `count` of them. `folder` holds pages.jsonl as PAGES=DIR of `make run`."""
    folder = folder or (SAVED if (SAVED / "pages.jsonl").exists() else None)
    if folder is None:
        return "generated pages", [generated(number) for number in range(count)]
    lines = (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    step = max(1, len(lines) // count)  # from all over the list, which is sorted by its sources
    chosen = [json.loads(line)["file"] for line in lines[::step][:count]]
    return f"saved pages of {folder.name}/", [gzip.decompress((folder / name).read_bytes()) for name in chosen]


def generated(number: int) -> bytes:
    """A page of 40 to 120 KB: a story of 15 to 40 paragraphs and the furniture around it. The same for each number."""
    chance = random.Random(number)
    title = _sentence(chance, 8)
    story = "\n".join(f"<p>{_sentence(chance, 25)} {_sentence(chance, 20)}</p>" for _ in range(chance.randint(15, 40)))
    links = "\n".join(
        f'<li class="teaser"><a href="/story/{n}"><img src="/i/{n}.jpg" alt=""><b>{_sentence(chance, 9)}</b></a>'
        f'<button data-id="{n}" aria-label="save">Save</button></li>'
        for n in range(chance.randint(150, 450))
    )
    data = {"@type": "NewsArticle", "headline": title, "datePublished": "2026-05-04T08:00:00+02:00"}
    return f"""<!doctype html><html lang="en"><head><title>{escape(title)} - The Bench</title>
<meta property="og:title" content="{escape(title)}"><script type="application/ld+json">{json.dumps(data)}</script>
<style>{".a{margin:0}" * 400}</style></head><body><a href="#main">Skip to main content</a>
<nav><ul>{links[: len(links) // 4]}</ul></nav><main id="main"><article><h1>{escape(title)}</h1>
<p class="byline">By Ada Example</p>
<figure><img src="/lead.jpg"><figcaption>{_sentence(chance, 12)}</figcaption></figure>
{story}</article><aside><ul>{links}</ul></aside></main><footer>All rights reserved</footer></body></html>""".encode()


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."
