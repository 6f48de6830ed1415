"""`python -m copydesk.stack.airflow_db STAMP`: bring Airflow's database up to date, make the pool, leave the stamp.

Two of Airflow's own commands in one process: its import takes longer than their work. The production shape does the
same with `airflow db migrate && airflow pools set ...` (docker-compose.yml).
"""

from __future__ import annotations

import sys
from pathlib import Path

POOL = ("copydesk", "8", "Groups of shards at once (dags/poll_feeds.py)")


def main() -> None:
    """Ends with an exception or SystemExit when a command fails; the stamp is then not there."""
    from airflow.__main__ import main as airflow

    stamp = Path(sys.argv[1])
    for command in (["db", "migrate"], ["pools", "set", *POOL]):
        sys.argv = ["airflow", *command]
        airflow()  # type: ignore[no-untyped-call]
    stamp.touch()


if __name__ == "__main__":
    main()
