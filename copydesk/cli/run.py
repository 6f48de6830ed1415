"""up, run, poll, collect, relay, process, maintain: the commands that move articles."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from copydesk import settings as config
from copydesk.cli.show import counts, json_line, problem
from stream.errors import CopydeskError

Json = Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")]


NAMED = 20


def register(app: typer.Typer) -> None:
    for command in (up, run, poll, collect, relay, process, maintain):
        app.command()(command)


def up(
    feeds: Annotated[Path | None, typer.Option(help="Poll the feeds of this OPML file.")] = None,
    pages: Annotated[Path | None, typer.Option(help="Serve this folder of saved pages as publishers.")] = None,
    kafka: Annotated[str, typer.Option(help="'local': start a Kafka; host:port: use yours; empty: embedded log.")] = "",
    port: Annotated[int | None, typer.Option(help="Airflow's port on loopback.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Stop when the first run is through.")] = False,
) -> None:
    """Start everything on this machine, under Airflow, and show what arrives (this is `make run`)."""
    from copydesk.stack import up as start

    for path in (feeds, pages):
        if path is not None and not path.exists():
            raise typer.BadParameter(f"{path} does not exist")
    raise typer.Exit(start(config.load(), feeds=feeds, pages=pages, kafka=kafka, port=port, once=once))


def run(
    once: Annotated[bool, typer.Option("--once", help="One pass over everything now, then exit.")] = False,
    every: Annotated[float | None, typer.Option(min=1, help="Seconds between passes over what is due.")] = None,
    as_json: Json = False,
) -> None:
    """The pipeline without Airflow: poll, collect, relay."""
    if once == (every is not None):
        raise typer.BadParameter("say either --once or --every SECONDS")
    if every is None:
        raise typer.Exit(_pass(by_hand=True, as_json=as_json))
    while True:
        started = time.monotonic()
        _pass(by_hand=False, as_json=as_json)
        time.sleep(max(0.0, every - (time.monotonic() - started)))


def _pass(*, by_hand: bool, as_json: bool) -> int:
    """Poll, collect, relay; each goes on although one before it failed. The exit status."""
    from copydesk import pipeline

    settings = config.load()
    steps: dict[str, Callable[[], dict[str, Any]]] = {
        "poll": partial(pipeline.poll, settings, by_hand=by_hand),
        "collect": partial(pipeline.collect, settings, by_hand=by_hand),
        "relay": partial(pipeline.relay, settings),
    }
    results: dict[str, Any] = {}
    failed = False
    started = datetime.now(UTC)
    for name, step in steps.items():
        try:
            results[name] = step()
            if not as_json:
                counts(name, results[name])
        except CopydeskError as error:
            problem(f"{name}: {error}")
            results[name], failed = {"error": str(error)}, True
    if as_json:
        json_line(results)
    _name_pages(results.get("collect", {}), started)
    return int(_name_failing(results.get("poll", {})) or failed)


def _name_failing(polled: dict[str, Any]) -> bool:
    """Say which feeds failed in this pass."""
    from copydesk import feed_list

    if not polled.get("errors"):
        return False
    for feed in feed_list.failing(config.load()):
        problem(f"feed {feed.url}: {feed.status}: {feed.detail}")
    return True


def _name_pages(collected: dict[str, Any], started: datetime) -> None:
    """Say which pages of this pass are no articles. That is their end or a matter of time, not a failure of the run."""
    from copydesk import pipeline

    if not collected.get("rejected") and not collected.get("retried"):
        return
    troubles = pipeline.troubles(config.load(), since=started)
    for trouble in troubles[:NAMED]:
        problem(f"{trouble.state} {trouble.reason}: {trouble.url}: {trouble.detail}")
    if len(troubles) > NAMED:
        problem(f"... and {len(troubles) - NAMED} more: copydesk entries")


def poll(as_json: Json = False) -> None:
    """Poll every feed now, but for those whose publishers asked to wait; new entries wait for `collect`."""
    from copydesk import pipeline

    result = pipeline.poll(config.load(), by_hand=True)
    json_line(result) if as_json else counts("poll", result)
    raise typer.Exit(int(_name_failing(result)))


def collect(as_json: Json = False) -> None:
    """Fetch the pages of all waiting entries now; their articles go onto the log."""
    from copydesk import pipeline

    started = datetime.now(UTC)
    result = pipeline.collect(config.load(), by_hand=True)
    json_line(result) if as_json else counts("collect", result)
    _name_pages(result, started)


def relay(
    follow: Annotated[bool, typer.Option("--follow", help="Go on until stopped.")] = False, as_json: Json = False
) -> None:
    """Carry the log to Kafka, exactly once."""
    from copydesk import pipeline, services

    settings = config.load()
    if follow:
        raise typer.Exit(services.relay_follow(settings))
    result = pipeline.relay(settings)
    json_line(result) if as_json else counts("relay", result)


def process(
    once: Annotated[bool, typer.Option("--once", help="Drain what is there and exit.")] = False, as_json: Json = False
) -> None:
    """Run all processors over the articles."""
    from copydesk import services

    settings = config.load()
    if not once:
        raise typer.Exit(services.process_follow(settings))
    result = services.process(settings)
    json_line(result) if as_json else counts("process", result)


def maintain(as_json: Json = False) -> None:
    """Nightly retention and checks."""
    from copydesk import pipeline

    result = pipeline.maintain(config.load())
    json_line(result) if as_json else counts("maintain", result)
