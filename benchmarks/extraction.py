"""Extraction against trafilatura's default over saved pages: `extraction.py CORPUS [--out predictions.jsonl]`.

CORPUS holds pages.jsonl (id, url, file) and the pages, gzipped. Both run on every page in turn in one process, so the
ratio of their CPU times holds whatever else the machine does. `--out`: a line a page {"id", "text", "ms", "record"}.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import trafilatura

from ingest.errors import PageError
from ingest.extract import extract
from ingest.types import Extracted, Page, Rejected


def pages(corpus: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Each row of pages.jsonl with the bytes of its page."""
    for line in (corpus / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row, gzip.decompress((corpus / row["file"]).read_bytes())


def ours(row: dict[str, Any], body: bytes) -> tuple[Extracted | Rejected | PageError, float]:
    """What extract() makes of it, and CPU ms."""
    start = time.process_time()
    try:
        found: Extracted | Rejected | PageError = extract(Page(row["url"], body, datetime.now(UTC)))
    except PageError as error:
        found = error
    return found, (time.process_time() - start) * 1000


def theirs(row: dict[str, Any], body: bytes, *, metadata: bool) -> tuple[str, float]:
    """The body by trafilatura with its default options, and CPU ms; `metadata`: with its title, authors, date."""
    start = time.process_time()
    found = trafilatura.bare_extraction(body, url=row["url"], with_metadata=metadata)
    return str(getattr(found, "text", "") or ""), (time.process_time() - start) * 1000


def main() -> None:
    """Run both over the corpus, print medians, means and their ratio, and what became of the pages."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("corpus", type=Path)
    options.add_argument("--out", type=Path)
    options.add_argument("--limit", type=int, default=10**9)
    chosen = options.parse_args()
    outcomes: Counter[str] = Counter()
    times: dict[str, list[float]] = {
        "copydesk (body and metadata)": [],
        "trafilatura (body)": [],
        "trafilatura (body and metadata)": [],
    }
    rows = []
    for number, (row, body) in enumerate(pages(chosen.corpus)):
        if number >= chosen.limit:
            break
        found, ms = ours(row, body)
        if number:  # the first page pays for what is built once
            times["copydesk (body and metadata)"].append(ms)
            times["trafilatura (body)"].append(theirs(row, body, metadata=False)[1])
            times["trafilatura (body and metadata)"].append(theirs(row, body, metadata=True)[1])
        reason = (
            found.reason if isinstance(found, Rejected) else found.code if isinstance(found, PageError) else "article"
        )
        outcomes[reason] += 1
        record = msgspec.to_builtins(found) if isinstance(found, Extracted) else None
        rows.append(
            {
                "id": row["id"],
                "text": found.body_text if isinstance(found, Extracted) else "",
                "ms": ms,
                "record": record,
            }
        )
    base = statistics.mean(times["trafilatura (body)"])
    for name, values in times.items():
        mean = statistics.mean(values)
        print(f"{name:34} median {statistics.median(values):6.1f} ms  mean {mean:6.1f} ms  x{mean / base:.2f}")
    print(", ".join(f"{count} {word}" for word, count in outcomes.most_common()))
    if chosen.out:
        chosen.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
