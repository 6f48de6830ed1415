"""trafilatura, the core: which lines of the page it calls the story. The only file that knows it.

Its `deduplicate` option is never used: a process-wide cache would delete text at random.
"""

from __future__ import annotations

import logging
from typing import Any

from lxml import etree
from trafilatura import bare_extraction

_NOISE = ("button", "video", "audio", "picture", "source")
MAX_DEPTH = 240  # trafilatura silently returns nothing from about 254 nested elements on
MAX_LINES = 20_000

for _name in ("trafilatura", "htmldate", "readability", "justext", "courlan"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # it warns of every page it finds empty; we have words for that


def strip_noise(tree: Any) -> None:
    """Remove from the tree what never holds a story; this makes the core cheaper and better. Changes `tree`."""
    etree.strip_elements(tree, *_NOISE, with_tail=False)


def body_of(tree: Any, url: str | None, *, fast: bool) -> str:
    """The body by trafilatura, one block a line; "" when it finds none or fails. `tree` is not changed."""
    try:
        found = bare_extraction(
            tree,
            url=url,
            fast=fast,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
            deduplicate=False,
        )
    except Exception:  # noqa: BLE001  (it raises many kinds on broken trees; the second opinion stands alone then)
        return ""
    return str(getattr(found, "text", None) or "")
