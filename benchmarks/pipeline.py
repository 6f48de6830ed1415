"""`make bench`: pages a second from fetch to log, the overhead over a bare fetch + trafilatura loop, memory.

All from one run over the same pages. The loops take turns, batch by batch, in an order drawn for each round: a busy
moment of the machine hits them alike. The ratio of processor time is the figure to trust; wall clock depends on others.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from benchmarks.corpus import pages
from benchmarks.workers import HOST, WORKS, Cost, Worker, serve, work

LIMIT = 0.25  # how much more processor time than the bare loop the pipeline may take
BATCH = 25  # as many pages as a mapped task of the DAG is given at least
Result = dict[str, dict[str, float]]


def measure(site: str, count: int, batch: int) -> Result:
    """Name of the loop -> seconds of wall clock and processor, articles, bytes of memory."""
    workers = {name: Worker(work, name, site) for name in WORKS}
    costs: dict[str, list[Cost]] = {name: [] for name in workers}
    result: Result = {}
    try:
        batches = [list(range(start, min(start + batch, count))) for start in range(0, count, batch)]
        for number, numbers in enumerate(batches):
            for name in random.sample(sorted(workers), len(workers)):
                cost = workers[name].ask(numbers)
                assert isinstance(cost, Cost)
                if number:  # the first batch warms them up
                    costs[name].append(cost)
        for name, worker in workers.items():
            memory = worker.memory()
            peak = worker.ask(None)
            assert isinstance(peak, int)
            result[name] = {
                "wall": sum(cost.wall for cost in costs[name]),
                "cpu": sum(cost.cpu for cost in costs[name]),
                "articles": sum(cost.articles for cost in costs[name]),
                "pages": count - len(batches[0]),
                "peak_rss": peak,
                **memory,
            }
    finally:
        for worker in workers.values():
            worker.close()
    return result


def report(result: Result, source: str) -> list[str]:
    """The table, and the verdict in its last line."""
    lines = [f"{result['pipeline']['pages']:.0f} {source}, one after the other; the loops took turns", ""]
    lines.append(f"{'':18}{'pages/s':>9}{'ms CPU/page':>13}{'articles':>10}{'peak RSS':>10}{'PSS now':>10}")
    for name, row in result.items():
        lines.append(
            f"{name:18}{row['pages'] / row['wall']:9.1f}{row['cpu'] / row['pages'] * 1000:13.1f}{row['articles']:10.0f}"
            f"{row['peak_rss'] / 2**20:7.0f} MB{row.get('pss', row['rss']) / 2**20:7.0f} MB"
        )
    cpu, wall = overhead(result, "cpu"), overhead(result, "wall")
    verdict = "within" if cpu <= LIMIT else "ABOVE"
    lines += ["", f"overhead over bare: {cpu:+.0%} CPU ({verdict} the limit of {LIMIT:.0%}), {wall:+.0%} wall clock"]
    return lines


def overhead(result: Result, what: str) -> float:
    """How much more of `what` the pipeline took than the bare loop: 0.1 is a tenth more."""
    return result["pipeline"][what] / result["bare"][what] - 1


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.pipeline", description="pages a second, overhead, memory")
    parser.add_argument("--pages", type=Path, help="a folder of saved pages (pages.jsonl and html/)")
    parser.add_argument("--count", type=int, default=250, help="how many pages; the first batch only warms up")
    parser.add_argument("--batch", type=int, default=BATCH, help="pages in a feed")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    chosen = parser.parse_args()
    if not 0 < chosen.batch < chosen.count:
        parser.error("--count must be greater than --batch: the first batch only warms up")
    source, bodies = pages(chosen.pages, chosen.count)
    site = Worker(serve, bodies)
    try:
        result = measure(f"http://{HOST}:{site.pipe.recv()}", len(bodies), chosen.batch)
    finally:
        site.close()
    print(json.dumps(result) if chosen.json else "\n".join(report(result, source)))


if __name__ == "__main__":
    main()
