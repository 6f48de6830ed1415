"""A relay that waits when its commit is due: `python -m tests.integration.blocked_relay URL BOOTSTRAP SECONDS FOLDER`.

It makes FOLDER/due, and goes on when FOLDER/go is there. Meanwhile the test kills the broker, and the client notices.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from stream import relay_turn
from stream.kafka_config import KafkaConfig
from stream.relay import drain


def main() -> None:
    url, bootstrap, seconds, folder = sys.argv[1:]

    def wait(point: str) -> None:
        if point == "relay.committing":
            Path(folder, "due").touch()
            while not Path(folder, "go").exists():
                time.sleep(0.01)

    relay_turn.reach = wait
    drain(url, KafkaConfig(bootstrap).arguments(), 600.0, turn=float(seconds), lease=1.0)


if __name__ == "__main__":
    main()
