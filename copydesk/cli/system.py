"""status, doctor, newsroom: how things stand, what is reachable, and a press to try it on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copydesk import settings as config
from copydesk.cli.run import Json
from copydesk.cli.show import json_line, out, plain, table


def register(app: typer.Typer) -> None:
    for command in (status, entries, doctor, newsroom):
        app.command()(command)


def status(as_json: Json = False) -> None:
    """Feeds, entries = articles + rejected + pending, reasons, what is unpublished."""
    from copydesk import pipeline

    result = pipeline.status(config.load())
    if as_json:
        json_line(result)
        return
    simple = [(name, value) for name, value in result.items() if not isinstance(value, dict)]
    nested = [
        (f"{name}: {key}", n)
        for name, values in result.items()
        if isinstance(values, dict)
        for key, n in values.items()
    ]
    table(("what", "count"), simple + nested)


def entries(
    reason: Annotated[str | None, typer.Option(help="Only of this reason, as `status` names it.")] = None,
    as_json: Json = False,
) -> None:
    """The entries that are no articles (yet): rejected ones, and those whose last try failed, with their reasons."""
    from copydesk import pipeline

    troubles = pipeline.troubles(config.load(), reason=reason)
    if as_json:
        for trouble in troubles:
            json_line(trouble._asdict())
        return
    table(("url", "state", "reason", "detail"), troubles)


def doctor(as_json: Json = False) -> None:
    """What is configured, what is reachable, what to do."""
    from copydesk.doctor import examine

    findings = examine()
    if as_json:
        json_line([vars(f) for f in findings])
    else:
        table(("", "what", "is", "what to do"), [("ok" if f.ok else "!!", f.what, f.found, f.todo) for f in findings])
    raise typer.Exit(int(not all(f.ok for f in findings)))


def newsroom(
    port: Annotated[int, typer.Option(help="0: a free one.")] = 0,
    pages: Annotated[Path | None, typer.Option(help="Serve this folder of saved pages instead.")] = None,
) -> None:
    """Serve the sample newsroom, or a folder of saved pages, on loopback."""
    try:
        from examples.newsroom import main as serve
    except ModuleNotFoundError as error:
        raise typer.BadParameter("the sample newsroom comes with the source checkout, not with the package") from error
    serve(port, pages, lambda address: out.print(plain(address)))
