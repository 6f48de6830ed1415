"""What counts as breaking: a reader of the new schema must understand everything that was written under the old."""

from __future__ import annotations

from typing import Any

import pytest

from stream.compat import breaking
from stream.schema import topic_schema
from stream.topics import TOPICS

Schema = dict[str, Any]
TEXT, NUMBER = {"type": "string"}, {"type": "integer"}


def closed(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def either(*choices: Schema) -> Schema:
    return {"anyOf": list(choices)}


def inside(schema: Schema, **definitions: Schema) -> Schema:
    return {"$ref": "#/$defs/Part", "$defs": {"Part": schema, **definitions}}


NULL = {"type": "null"}

ALLOWED: dict[str, tuple[Schema, Schema]] = {
    "nothing changed": (closed(("a",), a=TEXT), closed(("a",), a=TEXT)),
    "a new optional field": (closed(a=TEXT), closed(a=TEXT, b=NUMBER)),
    "a required field became optional": (closed(("a",), a=TEXT), closed(a=TEXT)),
    "a field became nullable": (closed(a=TEXT), closed(a=either(TEXT, NULL))),
    "an integer became a number": (NUMBER, {"type": "number"}),
    "an enum grew": ({"enum": ["a"]}, {"enum": ["a", "b"]}),
    "an enum became any text": ({"enum": ["a"]}, TEXT),
    "a constant became an enum": ({"const": 1}, {"enum": [1, 2]}),
    "a format was dropped": ({**TEXT, "format": "date-time"}, TEXT),
    "a bound was loosened": ({**NUMBER, "minimum": 1, "maximum": 5}, {**NUMBER, "minimum": 0, "maximum": 6}),
    "a record was opened": (closed(a=TEXT), {"type": "object", "properties": {"a": TEXT}}),
    "an open record lost a field": ({"properties": {"a": TEXT}}, {"properties": {}}),
    "alternatives in another order": (either(TEXT, NULL), either(NULL, TEXT)),
    "words about it": ({**TEXT, "description": "x", "default": "a"}, {**TEXT, "title": "y"}),
    "a reference was written out": (inside(closed(a=TEXT)), closed(a=TEXT)),
}

BREAKING: dict[str, tuple[Schema, Schema, list[str]]] = {
    "a new required field": (closed(a=TEXT), closed(("b",), a=TEXT, b=TEXT), ["$.b: is now required"]),
    "an optional field became required": (closed(a=TEXT), closed(("a",), a=TEXT), ["$.a: is now required"]),
    "a removed field": (closed(a=TEXT, b=TEXT), closed(a=TEXT), ["$.b: is gone from a closed record"]),
    "another type": (closed(a=TEXT), closed(a=NUMBER), ["$.a: string is no longer allowed"]),
    "no longer null": (closed(a=either(TEXT, NULL)), closed(a=TEXT), ["$.a: null is no longer allowed"]),
    "a number became an integer": ({"type": "number"}, NUMBER, ["$: number is no longer allowed"]),
    "an enum shrank": ({"enum": ["a", "b"]}, {"enum": ["a"]}, ["$: ['b'] are no longer allowed"]),
    "text became an enum": (TEXT, {"enum": ["a"]}, ["$: only ['a'] are still allowed"]),
    "a format was added": (TEXT, {**TEXT, "format": "date-time"}, ["$: format must now be date-time"]),
    "a floor was raised": ({**TEXT, "minLength": 1}, {**TEXT, "minLength": 2}, ["$: minLength is now 2"]),
    "a ceiling was set": (NUMBER, {**NUMBER, "maximum": 9}, ["$: maximum is now 9"]),
    "items were narrowed": ({"type": "array"}, {"type": "array", "items": TEXT}, ["$[]: must now be string"]),
    "a record was closed": (
        {"type": "object", "properties": {"a": TEXT}},
        closed(a=TEXT),
        ["$: is now closed"],
    ),
    "other fields were narrowed": (
        {"type": "object", "additionalProperties": True},
        {"type": "object", "additionalProperties": TEXT},
        ["$.*: must now be string"],
    ),
    "an open record named a field": ({"properties": {}}, {"properties": {"a": TEXT}}, ["$.a: must now be string"]),
    "deep in a reference": (
        inside(closed(a={"$ref": "#/$defs/Leaf"}), Leaf=closed(b={"type": "array", "items": TEXT})),
        inside(closed(a={"$ref": "#/$defs/Leaf"}), Leaf=closed(b={"type": "array", "items": NUMBER})),
        ["$.a.b[]: string is no longer allowed"],
    ),
    "the nearest alternative is reported": (
        either(closed(a=closed(b=TEXT)), NULL),
        either(NULL, closed(a=closed(b=NUMBER))),
        ["$.a.b: string is no longer allowed"],
    ),
    "a keyword it does not know": (TEXT, {**TEXT, "not": {}}, ["$: the keyword not is not understood here"]),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_allowed(name: str) -> None:
    old, new = ALLOWED[name]
    assert breaking(old, new) == []


@pytest.mark.parametrize("name", BREAKING)
def test_breaking(name: str) -> None:
    old, new, faults = BREAKING[name]
    assert breaking(old, new) == faults


def test_a_recursive_type_ends() -> None:
    def tree(leaf: Schema) -> Schema:
        node = closed(value=leaf, children={"type": "array", "items": {"$ref": "#/$defs/Part"}})
        return inside(node)

    assert breaking(tree(TEXT), tree(TEXT)) == []
    assert breaking(tree(TEXT), tree(NUMBER)) == ["$.value: string is no longer allowed"]


def test_an_unknown_place_of_definitions_is_an_error() -> None:
    with pytest.raises(ValueError, match="cannot follow"):
        breaking({"$ref": "other.json#/$defs/A", "$defs": {}}, TEXT)


@pytest.mark.parametrize("name", [name for name, topic in TOPICS.items() if topic.record])
def test_every_field_of_the_contract_is_guarded(name: str) -> None:
    """Removing any one property, at any depth, from what is published is seen."""
    old = topic_schema(TOPICS[name])
    parts = [("", old), *old["$defs"].items()]
    for part, schema in parts:
        for field in schema["properties"]:
            kept = {key: value for key, value in schema["properties"].items() if key != field}
            smaller = {**schema, "properties": kept}
            new = {**old, "$defs": {**old["$defs"], part: smaller}} if part else smaller
            assert any(f".{field}: is gone" in fault for fault in breaking(old, new)), (part, field)
