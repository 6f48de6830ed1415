"""A process of the contract suite: `python -m tests.contract.child BACKEND write NAME COUNT` or `... copy GROUP SECS`.

`write` appends COUNT times two records, one in each of two topics, under the key NAME. `copy` is a member of GROUP that
copies articles to the enriched topic until nothing has come for SECS; on a LogError it starts again.
"""

from __future__ import annotations

import sys

from stream.errors import LogError
from stream.log import Log, Record
from stream.topics import ARTICLES, ENRICHED, FEEDS
from tests.contract.backends import opened


def write(log: Log, name: str, count: int) -> None:
    for n in range(count):
        records = [Record(ARTICLES.name, name, b"%d" % n), Record(FEEDS.name, name, b"%d" % n)]
        log.append(records if n % 2 else records[::-1])  # both orders: no deadlock


def copy(log: Log, group: str, quiet: float) -> None:
    while True:
        try:
            with log.consumer(group, [ARTICLES.name]) as consumer:
                while polled := consumer.poll(quiet, 7):
                    consumer.commit([Record(ENRICHED.name, s.key or "", s.value) for s in polled])
            return
        except LogError as error:
            print(f"again: {error}", file=sys.stderr)


def main() -> None:
    backend, what, name, number = sys.argv[1:]
    with opened(backend) as log:
        if what == "write":
            write(log, name, int(number))
        else:
            copy(log, name, float(number))


if __name__ == "__main__":
    main()
