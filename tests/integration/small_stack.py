"""`python -m tests.integration.small_stack FOLDER [NAME=CODE ...]`: a front and a guard with small parts, each a Python
program. The same supervisor as `copydesk up`, without the seconds that Airflow takes."""

from __future__ import annotations

import sys
from pathlib import Path

from copydesk.settings import Settings
from copydesk.stack import _alone, sessions
from copydesk.stack.build import Stack
from copydesk.stack.front import Front
from copydesk.stack.parts import Part, Plan


def main(folder: Path, programs: list[str]) -> int:
    parts = tuple(part(i, *program.split("=", 1)) for i, program in enumerate(programs))
    plan = Plan(str(folder), str(Path(__file__).parents[2]), {}, parts)
    with _alone(folder / "lock") as lock:
        if sessions.end(folder / "sessions"):
            return 3
        return Front(Stack(plan, Settings(home=folder), 1, None), lock, once=False).run()


def part(rank: int, name: str, code: str) -> Part:
    return Part(name, name, (sys.executable, "-c", code), stop_rank=rank, patience=3)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
