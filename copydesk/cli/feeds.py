"""feeds add | import | export | list | explain."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from copydesk import settings as config
from copydesk.cli.run import Json
from copydesk.cli.show import json_line, out, plain, problem, table
from ingest.errors import IngestError

app = typer.Typer(help="The feeds: add, import, export, list, explain.", no_args_is_help=True)


@app.command()
def add(
    urls: Annotated[list[str], typer.Argument(metavar="URL...")],
    title: Annotated[str | None, typer.Option(help="Its name; the feed's own by default.")] = None,
    folder: Annotated[str | None, typer.Option(help="A folder to list it under.")] = None,
    backfill: Annotated[bool, typer.Option("--backfill", help="Its articles go to news.articles.backfill.v1.")] = False,
) -> None:
    """Add feeds by URL."""
    from copydesk import feed_list
    from stream.errors import CopydeskError

    good, failed = [], False
    for url in urls:
        try:
            good.append(feed_list.new_feed(url, title=title, folder=folder, backfill=backfill))
        except CopydeskError as error:
            problem(str(error))
            failed = True
    added = feed_list.add(config.load(), good)
    out.print(f"added {added}, known already {len(good) - added}")
    raise typer.Exit(2 if failed else 0)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="An OPML file, or - for standard input.")], as_json: Json = False
) -> None:
    """Import the feeds of an OPML file."""
    from copydesk import pipeline

    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}") from error
    try:
        result = pipeline.import_feeds(config.load(), data)
    except IngestError as error:
        problem(f"{file}: {error}")
        raise typer.Exit(1) from error
    for text in result["problems"]:
        problem(f"{file}: {text}")
    if as_json:
        json_line(result)
    else:
        out.print(f"added {result['added']}, known already {result['known']}")
    raise typer.Exit(int(bool(result["problems"])))


@app.command()
def export(file: Annotated[Path | None, typer.Argument(help="Where to; standard output by default.")] = None) -> None:
    """Write all feeds as OPML."""
    from copydesk import feed_list

    opml = feed_list.export(config.load())
    if file is None:
        typer.echo(opml.decode(), nl=False)
    else:
        file.write_bytes(opml)


@app.command("list")
def list_(as_json: Json = False) -> None:
    """All feeds with their state."""
    from copydesk import feed_list

    feeds = [feed_list.as_row(feed) for feed in feed_list.everything(config.load())]
    if as_json:
        for feed in feeds:
            json_line(feed)
        return
    columns = ("feed", "state", "status", "polled", "next", "failures", "url")
    rows = (
        [f["title"], f["state"], f["status"], f["polled_at"], f["next_poll_at"], f["failures"], f["url"]] for f in feeds
    )
    table(columns, rows)


@app.command()
def explain(feed: Annotated[str, typer.Argument(help="Its URL or the first digits of its id.")]) -> None:
    """When a feed was polled, what came back, why it is or is not due, in words."""
    from copydesk import feed_list

    for line in feed_list.explain(config.load(), feed):
        out.print(plain(line))
