"""Takes out of the tree what never holds a story, so that nobody walks it. Skip links inside are remembered."""

from __future__ import annotations

from typing import Any

from lxml import etree
from lxml.html import fragments_fromstring

from ingest.extraction.text import tidy

# Not form, aside or noscript: stories stand in those (docs/extraction.md).
_SILENT = (
    "script", "style", "template", "svg", "iframe", "canvas", "select", "textarea", "object", "embed", "map", "math",
    "amp-analytics", "amp-ad", "datalist",
)  # fmt: skip
_FURNITURE = ("nav", "footer", "dialog", "amp-sidebar")
_LONG_TEXTS: Any = etree.XPath(".//text()[string-length() > 80]", smart_strings=False)
_LINKS = 4  # a skip link is one of the first links of its nav


def strip(tree: Any) -> list[str]:
    """Remove scripts and the like, then nav, footer and dialogs unless one holds most of the page (an unclosed nav).
    Changes `tree`; returns the texts of the first links that went with them."""
    for template in tree.iter("template"):
        if template.get("shadowrootmode"):
            template.tag = "div"  # declarative shadow DOM: shown as it stands
    for frame in tree.iter("noframes"):
        if frame.text and "<p" in frame.text.lower():  # newer parsers take it for mere text
            frame.extend(fragments_fromstring(frame.text, no_leading_text=True))
            frame.text = None
    etree.strip_elements(tree, *_SILENT, with_tail=False)
    blocks = list(tree.iter(*_FURNITURE))
    if not blocks:
        return []
    links: list[str] = []
    total = _prose(tree)
    if any(_prose(block) > 0.5 * total > 100 for block in blocks):
        return []
    for block in blocks:
        for number, link in enumerate(block.iter("a")):
            if number >= _LINKS:
                break
            if text := tidy("".join(link.itertext())[:200]):
                links.append(text)
    etree.strip_elements(tree, *_FURNITURE, with_tail=False)
    return links


def _prose(block: Any) -> int:
    """Characters of long text nodes."""
    texts: list[str] = _LONG_TEXTS(block)
    return sum(map(len, texts))
