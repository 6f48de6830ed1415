"""copydesk: from news feeds to clean, versioned articles on Kafka.

As a library: `copydesk.clean(html_or_text, url=None)` gives the article record of one page. The packages: `ingest`
(feeds to articles), `stream` (record types, log, relay), `processors` (enrichment); this one wires them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.clean import clean as clean

__all__ = ["clean"]


def __getattr__(name: str) -> Any:
    if name == "clean":  # trafilatura costs 1.5 CPU seconds to import: only who cleans pays for it
        from ingest.clean import clean

        return clean
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
