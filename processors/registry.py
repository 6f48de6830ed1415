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
class Broken:
    """A plug-in that could not be had; `why` is for the person who installed it."""

    name: str
    why: str


def discover(found: Iterable[EntryPoint] | None = None) -> tuple[tuple[Processor, ...], tuple[Broken, ...]]:
    """All processors by name, and the plug-ins that are broken: these are logged, and the others go on without them.

    Two plug-ins of one name are both broken: which of them should run cannot be known.
    """
    points = sorted(entry_points(group=GROUP) if found is None else found, key=lambda point: (point.name, point.value))
    names = [point.name for point in points]
    loaded = [_twice(point) if names.count(point.name) > 1 else _load(point) for point in points]
    broken = tuple(item for item in loaded if isinstance(item, Broken))
    for item in broken:
        _logger.error("processor %s is left out: %s", item.name, item.why)
    return tuple(item for item in loaded if isinstance(item, Processor)), broken


def _twice(point: EntryPoint) -> Broken:
    return Broken(point.name, f"more than one plug-in has this name, {point.value} is one of them")


def _load(point: EntryPoint) -> Processor | Broken:
    try:
        function: Any = point.load()
    except BaseException as error:  # a foreign module may even call sys.exit
        if isinstance(error, KeyboardInterrupt):
            raise
        return Broken(point.name, f"{point.value}: {type(error).__name__}: {error}")
    if not callable(function):
        return Broken(point.name, f"{point.value} is a {type(function).__name__}, not a function of an article")
    return Processor(point.name, function)
