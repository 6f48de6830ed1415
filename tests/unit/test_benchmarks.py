"""The benchmark's own arithmetic and its pages; the figures themselves are nobody's test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import corpus, pipeline
from benchmarks.workers import Cost


def row(wall: float, cpu: float) -> dict[str, Any]:
    memory = {"peak": 3 * 2**20, "child": 2 * 2**20, "pss": None}
    return {"pages": 100, "articles": 99, "wall": wall, "cpu": cpu, "start_wall": 0.0, "start_cpu": 1.5, **memory}


@pytest.mark.parametrize(("cpu", "said"), [(1.25, "+25% CPU (within the limit"), (1.26, "+26% CPU (ABOVE the limit")])
def test_the_verdict(cpu: float, said: str) -> None:
    lines = pipeline.report({"pipeline": row(0.02, cpu), "bare": row(0.01, 1.0)}, "generated pages")
    assert said in lines[-1]
    assert lines[-1].endswith("+100% wall clock")
    assert "50.0" in lines[3]
    assert "1.50" in lines[3]


def test_the_cost_of_a_page_is_told_from_that_of_a_pass() -> None:
    def cost(pages: int) -> Cost:
        return Cost(pages, wall=2.0 + pages * 0.1, cpu=1.0 + pages * 0.05, articles=pages)

    found = pipeline.summary([cost(1), cost(20), cost(1), cost(10)])
    assert found == pytest.approx(
        {"pages": 32, "articles": 32, "wall": 0.1, "cpu": 0.05, "start_wall": 2.0, "start_cpu": 1.0}
    )


def test_every_page_is_in_one_batch() -> None:
    found = list(pipeline.batches(60, 25))
    assert [len(batch) for batch in found] == [1, 25, 1, 25, 1, 7]
    assert [page for batch in found for page in batch] == list(range(60))


def test_generated_pages_are_alike_in_each_run_and_unlike_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "SAVED", Path("nowhere"))
    name, pages = corpus.pages(None, 5)
    assert name == "generated pages"
    assert corpus.pages(None, 5)[1] == pages
    assert len(set(pages)) == 5
    assert all(30_000 < len(page) < 150_000 for page in pages)
