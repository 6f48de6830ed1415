"""May a schema take the place of another? BACKWARD compatibility: a reader of the new one understands all old data.

Only the keywords that `stream.schema` produces are understood; any other is reported, so nothing passes unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description", "default", "examples", "deprecated"}
STRUCTURE = {"$ref", "anyOf", "type", "enum", "const", "properties", "required", "additionalProperties", "items"}
EXACT = ("format", "pattern", "contentEncoding")  # where the new schema has one, the old one must have the same
FLOORS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
CEILINGS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
KNOWN = ANNOTATIONS | STRUCTURE | {*EXACT, *FLOORS, *CEILINGS}


Pairs = frozenset[tuple[str, str]]


def breaking(old: Schema, new: Schema) -> list[str]:
    """What of the data that `old` allows `new` refuses: one line each, with its place ($.images[].url)."""
    return list(_Comparison(old, new).faults(old, new, "$"))


class _Comparison:
    """Two documents, into whose definitions the references point. `open` holds the pairs that are being compared."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old, new

    def faults(self, old: Schema, new: Schema, at: str, open_: Pairs = frozenset()) -> Iterator[str]:
        if "$ref" in old and "$ref" in new:
            pair = (old["$ref"], new["$ref"])
            if pair in open_:
                return  # a recursive type: this very question is being answered further up
            open_ |= {pair}
        old, new = _resolve(old, self._old), _resolve(new, self._new)
        for keyword in sorted((old.keys() | new.keys()) - KNOWN):
            yield f"{at}: the keyword {keyword} is not understood here"
        if "anyOf" in old or "anyOf" in new:
            yield from self._alternatives(old, new, at, open_)
            return
        yield from _narrowed(old, new, at)
        yield from self._object(old, new, at, open_)
        if "items" in new:
            yield from self.faults(old.get("items", {}), new["items"], f"{at}[]", open_)

    def _alternatives(self, old: Schema, new: Schema, at: str, open_: Pairs) -> Iterator[str]:
        """Each old alternative must be accepted by one of the new; the nearest miss is reported."""
        for alternative in old.get("anyOf", [old]):
            misses = [list(self.faults(alternative, choice, at, open_)) for choice in new.get("anyOf", [new])]
            yield from min(misses, key=lambda lines: (bool(lines), -_depth(lines)))

    def _object(self, old: Schema, new: Schema, at: str, open_: Pairs) -> Iterator[str]:
        had, has = old.get("properties", {}), new.get("properties", {})
        rest_old, rest_new = old.get("additionalProperties", True), new.get("additionalProperties", True)
        for name in new.get("required", ()):
            if name not in old.get("required", ()):
                yield f"{at}.{name}: is now required"
        for name in sorted(had.keys() | has.keys()):
            before, after = had.get(name, rest_old), has.get(name, rest_new)
            if before is not False and after is False:
                yield f"{at}.{name}: is gone from a closed record"
            elif before is not False:
                yield from self.faults(_open(before), _open(after), f"{at}.{name}", open_)
        if rest_old is not False and rest_new is False:
            yield f"{at}: is now closed"
        elif rest_old is not False and rest_new is not True:
            yield from self.faults(_open(rest_old), rest_new, f"{at}.*", open_)


def _narrowed(old: Schema, new: Schema, at: str) -> Iterator[str]:
    """What the keywords of one place alone refuse."""
    types, taken = _types(old), _types(new)
    if taken is not None and types is None:
        yield f"{at}: must now be {' or '.join(sorted(taken))}"
        return
    if taken is not None and types is not None and types - taken:
        yield f"{at}: {' or '.join(sorted(types - taken))} is no longer allowed"
        return
    values, allowed = _values(old), _values(new)
    if allowed is not None and values is None:
        yield f"{at}: only {allowed} are still allowed"
    elif allowed is not None and values is not None and (lost := [value for value in values if value not in allowed]):
        yield f"{at}: {lost} are no longer allowed"
    for keyword in EXACT:
        if keyword in new and new[keyword] != old.get(keyword):
            yield f"{at}: {keyword} must now be {new[keyword]}"
    for keyword in FLOORS:
        if keyword in new and (keyword not in old or old[keyword] < new[keyword]):
            yield f"{at}: {keyword} is now {new[keyword]}"
    for keyword in CEILINGS:
        if keyword in new and (keyword not in old or old[keyword] > new[keyword]):
            yield f"{at}: {keyword} is now {new[keyword]}"


def _resolve(schema: Schema, document: Schema) -> Schema:
    """`schema` with its reference followed; keywords beside the reference (`default`) stay."""
    while "$ref" in schema:
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        prefix, _, name = schema["$ref"].rpartition("/")
        if prefix != "#/$defs":
            raise ValueError(f"cannot follow {schema['$ref']}")
        schema = document["$defs"][name] | beside
    return schema


def _open(rest: bool | Schema) -> Schema:
    return rest if isinstance(rest, dict) else {}


def _types(schema: Schema) -> set[str] | None:
    """The types it allows, None for any."""
    kind = schema.get("type")
    if kind is None:
        values = _values(schema)
        return None if values is None else {JSON_TYPES[type(value)] for value in values}
    types = {kind} if isinstance(kind, str) else set(kind)
    return types | {"integer"} if "number" in types else types


def _values(schema: Schema) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _depth(lines: list[str]) -> int:
    """How deep the first fault lies: the alternative that was followed furthest is the one that was meant."""
    return lines[0].partition(":")[0].count(".") if lines else 0
