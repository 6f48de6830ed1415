"""tail, topics apply, schemas: the log and its contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from copydesk import settings as config
from copydesk.cli.run import Json
from copydesk.cli.show import json_line, out, plain, problem
from stream.log import Stored
from stream.topics import TOPICS

topics_app = typer.Typer(help="The topics on Kafka.", no_args_is_help=True)
schemas_app = typer.Typer(help="The published contract.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.command()(tail)
    app.add_typer(topics_app, name="topics")
    app.add_typer(schemas_app, name="schemas")


def tail(
    topic: Annotated[str, typer.Argument(help=f"One of {', '.join(TOPICS)}.")],
    from_beginning: Annotated[bool, typer.Option("--from-beginning", help="Start with the oldest record.")] = False,
    no_follow: Annotated[bool, typer.Option("--no-follow", help="Stop at the present end.")] = False,
    as_json: Json = False,
) -> None:
    """Show the committed records of a topic as they arrive."""
    from copydesk import services

    if topic not in TOPICS:
        raise typer.BadParameter(f"{topic!r} is no topic; there are {', '.join(TOPICS)}")
    with services.open_log(config.load()) as log:
        for stored in log.read(topic, from_beginning=from_beginning, follow=not no_follow):
            json_line(_envelope(stored)) if as_json else out.print(plain(_line(stored)))


def _envelope(stored: Stored) -> dict[str, Any]:
    """The record and where it lies; a value that is not JSON (or nested beyond reading) is given as text."""
    headers = {name: value.decode(errors="replace") for name, value in stored.headers}
    place = {"topic": stored.topic, "partition": stored.partition, "offset": stored.offset, "key": stored.key}
    return place | {"headers": headers, "value": _value(stored.value)}


def _value(value: bytes | None) -> Any:
    try:
        return None if value is None else json.loads(value)
    except (ValueError, RecursionError):
        return (value or b"").decode(errors="replace")


def _line(stored: Stored) -> str:
    value = _value(stored.value)
    said = value.get("title") or value.get("what") or value.get("url") if isinstance(value, dict) else value
    version = f" v{value['version']}" if isinstance(value, dict) and "version" in value else ""
    return f"{stored.partition}/{stored.offset} {stored.key}{version} {'(tombstone)' if stored.value is None else said}"


@topics_app.command()
def apply() -> None:
    """Create the topics that lack on Kafka and set their configuration; nothing is deleted."""
    from copydesk import services

    for line in services.apply_topics(config.load()):
        out.print(plain(line))


@schemas_app.command()
def write(folder: Annotated[Path, typer.Argument()] = Path("schemas")) -> None:
    """Write JSON Schemas and the AsyncAPI document of the topics."""
    from stream import schema

    for path in schema.write(folder):
        out.print(plain(path))


@schemas_app.command()
def check(folder: Annotated[Path, typer.Argument()] = Path("schemas")) -> None:
    """Exit 1 when the files in FOLDER are not what the types say."""
    from stream import schema

    differences = schema.check(folder)
    for text in differences:
        problem(text)
    raise typer.Exit(int(bool(differences)))
