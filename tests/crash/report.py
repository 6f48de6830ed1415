"""`python -m tests.crash.report --seeds S`: every strike on every subject, S times with other counts and timings.

Prints one line per strike and the sum that the README quotes; exit status 1 on any loss, double or disorder, when a
strike never hit, or when a point of stream.faults has no subject.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from copydesk.kafka_archive import make_archive
from copydesk.kafka_jars import fetch_jars
from copydesk.local_kafka import LocalKafka
from stream.errors import CopydeskError
from stream.kafka_config import KafkaConfig
from tests.crash.harness import Outcome, Strike, Subject, World, trial
from tests.crash.subjects import SUBJECTS, strikes, uncovered
from tests.support.kafka import empty_topics

CACHE = Path(__file__).parents[2] / "var" / "cache" / "kafka"
COLUMNS = ("strike", "kills", "rows", "lost", "doubled", "out of order", "seconds")


def main() -> int:
    options = _options()
    console = Console(width=110)
    try:
        with _world() as world:
            results = _run(world, options.seeds, options.only, options.first_seed, Console(stderr=True))
    except CopydeskError as error:
        console.print(f"the kill tests cannot run: {error}")
        return 1
    return _report(results, options.seeds, console)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3, help="trials per strike")
    parser.add_argument("--first-seed", type=int, default=1, help="to repeat a run")
    parser.add_argument("--only", default="", help="strikes whose name holds this text")
    return parser.parse_args()


@contextmanager
def _world() -> Iterator[World]:
    jars = fetch_jars(CACHE)
    make_archive(jars)
    with (
        tempfile.TemporaryDirectory(prefix="copydesk-crash-") as folder,
        LocalKafka(jars, Path(folder, "kafka")) as kafka,
    ):
        yield World(kafka, Path(folder))


def _run(
    world: World, seeds: int, only: str, first: int, console: Console
) -> dict[Strike, list[tuple[Outcome, float]]]:
    results: dict[Strike, list[tuple[Outcome, float]]] = {}
    for name, factory in SUBJECTS.items():
        chosen = [strike for strike in strikes(name) if only in strike.name]
        if not chosen:
            continue
        empty_topics(KafkaConfig(world.kafka.bootstrap))
        with factory(world) as subject:
            for strike in chosen:
                console.print(f"{strike.name} ...", style="dim")
                results[strike] = [_trial(subject, strike, seed, world) for seed in range(first, first + seeds)]
    return results


def _trial(subject: Subject, strike: Strike, seed: int, world: World) -> tuple[Outcome, float]:
    rng = random.Random(f"{strike.name} {seed}")
    began = time.monotonic()
    chosen = Strike(strike.point, strike.signal, rng.randint(1, 2))
    return trial(subject, chosen, rng, world.kafka), time.monotonic() - began


def _sums(outcomes: list[tuple[Outcome, float]]) -> tuple[int, int, int, int, int]:
    """Kills that hit; rows after the last trial (a subject's rows of all strikes so far); the worst of each fault."""
    verdicts = [outcome.verdict for outcome, _ in outcomes]
    return (
        sum(outcome.struck for outcome, _ in outcomes),
        verdicts[-1].expected,
        max(v.lost for v in verdicts),
        max(v.doubled for v in verdicts),
        max(v.disordered for v in verdicts),
    )


def _report(results: dict[Strike, list[tuple[Outcome, float]]], seeds: int, console: Console) -> int:
    table = Table(*COLUMNS)
    kills = lost = doubled = disordered = 0
    missed = []
    for strike, outcomes in results.items():
        hit, rows, *faults = _sums(outcomes)
        table.add_row(strike.name, *map(str, (hit, rows, *faults)), f"{sum(spent for _, spent in outcomes):.0f}")
        kills, lost, doubled, disordered = kills + hit, lost + faults[0], doubled + faults[1], disordered + faults[2]
        if not hit:
            missed.append(strike.name)
    console.print(table)
    for what, names in (("never hit", missed), ("without a subject", uncovered())):
        if names:
            console.print(f"{what}: {', '.join(names)}")
    verdict = f"{lost} lost, {doubled} doubled, {disordered} out of order"
    console.print(f"{len(results)} points x {seeds} seeds = {kills} kills, {verdict}")
    return int(bool(lost or doubled or disordered or missed or uncovered() or not results))


if __name__ == "__main__":
    sys.exit(main())
