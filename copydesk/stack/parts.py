"""What a stack is made of: parts, what each waits for, how one sees that it is ready, and in which order they end."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Literal

Probe = Literal["alive", "port", "health", "exit"]


@dataclass(frozen=True)
class Part:
    """A process of the stack.

    `probe` says when it is ready: at once ("alive"), when TCP port `probe_port` answers, when Airflow's API there
    calls `probe_key` healthy, or when it has ended with status 0 ("exit": a step, not a service). It starts when all of
    `after` are ready, and is stopped with its `stop_rank`, the lowest first; after `patience` seconds it is killed.
    `title` is what a person reads.
    """

    name: str
    title: str
    argv: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    probe: Probe = "alive"
    probe_port: int = 0
    probe_key: str = ""
    stop_rank: int = 0
    patience: float = 20.0


@dataclass(frozen=True)
class Plan:
    """All parts, their common environment, and the folder of the home for logs and sessions."""

    folder: str
    cwd: str
    env: dict[str, str]
    parts: tuple[Part, ...]

    def to_json(self) -> str:
        """One line: it goes to the guard through a pipe, for it holds secrets."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Plan:
        found = json.loads(line)
        parts = tuple(Part(**{**p, "argv": tuple(p["argv"]), "after": tuple(p["after"])}) for p in found["parts"])
        return cls(found["folder"], found["cwd"], found["env"], parts)


@dataclass(frozen=True)
class PartEvent:
    """What the guard tells. `state`: starting, ready, done (a step), ended (it should not have), stopping, stopped.

    The last two may come without a part, for the whole stack: `count` processes then run, or were stopped.
    """

    state: Literal["starting", "ready", "done", "ended", "stopping", "stopped"]
    part: str = ""
    status: int | None = None
    count: int = 0
    left: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> PartEvent:
        return cls(**json.loads(line))
