"""`make bench`: pages a second from fetch to log, the overhead over a bare fetch + trafilatura loop, memory.

All from one run over the same pages. The loops take turns, batch by batch, in an order drawn for each round: a busy
moment of the machine hits them alike. The ratio of processor time is the figure to trust; wall clock depends on others.

Batches of one page and of many take turns, too: their difference tells what a page costs and what a pass costs before
its first page (the pipeline opens the database and starts its parsing processes, which import trafilatura; the bare
loop has imported it long ago).
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.corpus import pages
from benchmarks.workers import HOST, WORKS, Cost, Worker, serve, work

LIMIT = 0.25  # how much more processor time per page than the bare loop the pipeline may take
BATCH = 25  # as many pages as a mapped task of the DAG is given at least
MB = 2**20
Result = dict[str, dict[str, Any]]


def batches(count: int, size: int) -> Iterator[list[int]]:
    """The numbers of the pages: one, then many, and so on. The first two only warm up."""
    start, one = 0, True
    while start < count:
        end = min(count, start + (1 if one else size))
        yield list(range(start, end))
        start, one = end, not one


def measure(site: str, count: int, size: int) -> Result:
    """Name of the loop -> what a page takes (`wall`, `cpu` in seconds), what a pass takes before, memory in bytes."""
    workers = {name: Worker(work, name, site) for name in WORKS}
    costs: dict[str, list[Cost]] = {name: [] for name in workers}
    try:
        for number, numbers in enumerate(batches(count, size)):
            for name in random.sample(sorted(workers), len(workers)):
                cost = workers[name].ask(numbers)
                if number > 1:
                    costs[name].append(cost)
        return {name: summary(costs[name]) | asdict(worker.ask(None)) for name, worker in workers.items()}
    finally:
        for worker in workers.values():
            worker.close()


def summary(costs: list[Cost]) -> dict[str, float]:
    """Per page and per pass. A pass of n pages takes `start + n * page`: two sizes of passes give both."""
    single = [cost for cost in costs if cost.pages == 1]
    many = [cost for cost in costs if cost.pages > 1]
    found: dict[str, float] = {"pages": sum(c.pages for c in costs), "articles": sum(c.articles for c in costs)}
    for what in ("wall", "cpu"):
        small, large = (sum(getattr(c, what) for c in group) / len(group) for group in (single, many))
        found[what] = (large - small) / (sum(c.pages for c in many) / len(many) - 1)
        found[f"start_{what}"] = max(0.0, small - found[what])
    return found


def report(result: Result, source: str) -> list[str]:
    """The tables, and the verdict in the last line."""
    some = result["pipeline"]
    lines = [f"{some['pages']} {source}, one host, one page after the other; the loops took turns", ""]
    lines.append(f"{'':18}{'pages/s':>9}{'ms CPU/page':>13}{'articles':>10}{'CPU s before the first page':>29}")
    for name, row in result.items():
        figures = f"{1 / row['wall']:9.1f}{row['cpu'] * 1000:13.1f}{row['articles']:10}{row['start_cpu']:29.2f}"
        lines.append(f"{name:18}{figures}")
    lines += ["", f"{'memory in MB':18}{'peak RSS':>9}{'PSS':>13}{'its largest child: peak RSS':>39}"]
    for name, row in result.items():
        pss = "" if row["pss"] is None else f"{row['pss'] / MB:.0f}"
        child = f"{row['child'] / MB:.0f}" if row["child"] else "none"
        lines.append(f"{name:18}{row['peak'] / MB:9.0f}{pss:>13}{child:>39}")
    return [*lines, "", *(_verdict(result, loop) for loop in result if loop != "pipeline")]


def _verdict(result: Result, loop: str) -> str:
    more, longer = overhead(result, "cpu", loop), overhead(result, "wall", loop)
    verdict = "within" if more <= LIMIT else "ABOVE"
    said = f"{more:+.0%} CPU ({verdict} the limit of {LIMIT:.0%}), {longer:+.0%} wall clock"
    return f"overhead over {loop}, per page: {said}"


def overhead(result: Result, what: str, loop: str = "bare") -> float:
    """How much more of `what` the pipeline took than `loop`: 0.1 is a tenth more."""
    return float(result["pipeline"][what] / result[loop][what] - 1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.pipeline", description="pages a second, overhead, memory")
    parser.add_argument("--pages", type=Path, help="a folder of saved pages (pages.jsonl and html/)")
    parser.add_argument("--count", type=int, default=250, help="how many pages")
    parser.add_argument("--batch", type=int, default=BATCH, help="pages in a large batch")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    chosen = parser.parse_args()
    if chosen.batch < 2 or chosen.count < 3 * chosen.batch:
        parser.error("--batch must be 2 or more, --count at least three times as much: the first batches warm up")
    source, bodies = pages(chosen.pages, chosen.count)
    site = Worker(serve, bodies)
    try:
        result = measure(f"http://{HOST}:{site.pipe.recv()}", len(bodies), chosen.batch)
    finally:
        site.close()
    print(json.dumps(result) if chosen.json else "\n".join(report(result, source)))


if __name__ == "__main__":
    main()
