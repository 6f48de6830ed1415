"""The published contract as files: one JSON Schema (2020-12) per topic and one AsyncAPI document, from the types.

`documents` is pure; `write` and `check` are what `copydesk schemas write` and `copydesk schemas check` call. Released
versions are kept below `released/`: the present schema must read everything that was written under them.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

from msgspec.json import schema_components

from stream import asyncapi
from stream.compat import breaking
from stream.topics import TOPICS, Topic

DIALECT = "https://json-schema.org/draft/2020-12/schema"
RELEASED = "released"
Schema = dict[str, Any]


def topic_schema(topic: Topic) -> Schema:
    """The JSON Schema of the values of `topic`, which must carry a record. A tombstone (null value) is not a record."""
    if topic.record is None:
        raise ValueError(f"{topic.name} carries no published record")
    _, components = schema_components([topic.record], ref_template="#/$defs/{name}")
    for component in components.values():
        component["description"] = inspect.cleandoc(component["description"])
    root = components.pop(topic.record.__name__)
    return {"$schema": DIALECT, "$id": f"urn:copydesk:{topic.name}", **root, "$defs": dict(sorted(components.items()))}


def file_name(topic: Topic) -> str:
    return f"{topic.name}.schema.json"


def documents() -> dict[str, Schema]:
    """Every file of the contract by its name."""
    published = [topic for topic in TOPICS.values() if topic.record is not None]
    files = {file_name(topic): topic_schema(topic) for topic in published}
    return files | {"asyncapi.json": asyncapi.document({topic.name: file_name(topic) for topic in published})}


def write(folder: Path) -> list[Path]:
    """Write the contract into `folder`; returns the files that have changed. Released versions stay as they are."""
    changed = []
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        path, text = folder / name, _text(document)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def check(folder: Path) -> list[str]:
    """What is wrong with the contract in `folder`, one line each: stale, missing and unknown files, broken promises."""
    faults = []
    wanted = documents()
    for name, document in wanted.items():
        path = folder / name
        if not path.exists():
            faults.append(f"{name} is missing")
        elif path.read_text(encoding="utf-8") != _text(document):
            faults.append(f"{name} is not what the types say")
    faults += [f"{path.name} is no topic's" for path in sorted(folder.glob("*.json")) if path.name not in wanted]
    for path in sorted((folder / RELEASED).glob("*/*.schema.json")):
        faults += [f"{path.relative_to(folder)}: {fault}" for fault in _since(path, wanted)]
    return faults


def _since(released: Path, documents: dict[str, Schema]) -> list[str]:
    """What of a released schema the present one cannot read."""
    if released.name not in documents:
        return ["the topic is gone"]
    return breaking(json.loads(released.read_text(encoding="utf-8")), documents[released.name])


def _text(document: Schema) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
