"""clean: one page in, one article record out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from copydesk import settings as config
from copydesk.cli.show import problem
from ingest.errors import IngestError


def register(app: typer.Typer) -> None:
    app.command()(clean)


def clean(
    source: Annotated[
        str, typer.Argument(metavar="FILE|URL|-", help="A saved page, its address, or - for standard input.")
    ],
    url: Annotated[str | None, typer.Option(help="The address the page came from.")] = None,
) -> None:
    """Print the article record of one page (HTML or plain text) as one JSON object."""
    from ingest.clean import clean as clean_document
    from stream.codec import encode

    document, address = _read(source)
    try:
        article = clean_document(document, url or address)
    except IngestError as error:
        problem(f"{source}: {error.code}: {error}")
        raise typer.Exit(1) from error
    sys.stdout.buffer.write(encode(article) + b"\n")


def _read(source: str) -> tuple[bytes, str | None]:
    if source == "-":
        return sys.stdin.buffer.read(), None
    if source.startswith(("http://", "https://")):
        from copydesk import pipeline

        return pipeline.fetch_page(config.load(), source)
    try:
        return Path(source).read_bytes(), None
    except OSError as error:
        raise typer.BadParameter(f"{source}: {error.strerror}") from error
