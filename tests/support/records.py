"""Hypothesis strategies for every published record, derived from its type: whatever the type allows may come."""

from __future__ import annotations

import types
from datetime import datetime, timedelta, timezone
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields

_zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# A day from either end of the calendar: an offset must not carry the time over it.
_times = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=_zones)  # noqa: DTZ001 (the zone is drawn)
_integers = st.integers(-(2**63), 2**63 - 1)
_json = st.recursive(
    st.none() | st.booleans() | _integers | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
_plain: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(),
    int: _integers,
    float: st.floats(0, 1),
    bool: st.booleans(),
    bytes: st.binary(),
    datetime: _times,
    Any: _json,
    type(None): st.none(),
}


def records(kind: type[Struct]) -> st.SearchStrategy[Any]:
    """Any instance of `kind`; fields with a default are sometimes left to it."""
    required = {f.name: _of(f.type) for f in fields(kind) if f.required}
    optional = {f.name: _of(f.type) for f in fields(kind) if not f.required}
    return st.fixed_dictionaries(required, optional=optional).map(lambda values: kind(**values))


def _of(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _plain:
        return _plain[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _of(arguments[0])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(_of, arguments))
    if origin is tuple:
        return st.lists(_of(arguments[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(_of(arguments[0]), _of(arguments[1]), max_size=3)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return records(hint)
    raise NotImplementedError(f"no strategy for {hint}")
