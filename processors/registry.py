"""Which processors there are: the entry points of the group `copydesk.processors`, from any installed distribution."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from stream.types import Article, Enrichment

GROUP = "copydesk.processors"
Process = Callable[[Article], Enrichment | None]
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Processor:
    """`name` is the entry point's; `function` adds to one article or returns None, and may raise."""

    name: str
    function: Process


@dataclass(frozen=True)
class Discovered:
    """`broken` names each plug-in that could not be had, and why: for the person who installed it."""

    processors: tuple[Processor, ...]
    broken: tuple[str, ...]


def discover(found: Iterable[EntryPoint] | None = None) -> Discovered:
    """All processors, ordered by name. A broken plug-in is logged, and the others go on without it.

    Two plug-ins of one name are both broken: which of them should run cannot be known.
    """
    points = sorted(entry_points(group=GROUP) if found is None else found, key=lambda point: (point.name, point.value))
    names = [point.name for point in points]
    loaded = [_load(point, names.count(point.name)) for point in points]
    broken = tuple(item for item in loaded if isinstance(item, str))
    for item in broken:
        _logger.error("left out: processor %s", item)
    return Discovered(tuple(item for item in loaded if isinstance(item, Processor)), broken)


def _load(point: EntryPoint, namesakes: int) -> Processor | str:
    """The processor, or what is wrong with it."""
    if namesakes > 1:
        return f"{point.name}: {namesakes} plug-ins have this name, {point.value} is one of them"
    try:
        function: Any = point.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever a foreign module does at its import)
        return f"{point.name}: {point.value}: {type(error).__name__}: {error}"
    if not callable(function):
        return f"{point.name}: {point.value} is a {type(function).__name__}, not a function of an article"
    return Processor(point.name, function)
