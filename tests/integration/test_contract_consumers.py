"""The ten lines of docs/contract.md work as they stand there: every article once, nothing of an aborted transaction."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from stream.codec import to_record
from stream.kafka_client import producer
from stream.kafka_config import KafkaConfig
from stream.kafka_log import KafkaLog
from stream.topics import ARTICLES
from tests.support.tree import ROOT
from tests.unit.processors.articles import article

SNIPPET = next(
    block
    for block in re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "contract.md").read_text(), re.S)
    if "from kafka import" in block
)


def read(script: Path, bootstrap: str, lines: int) -> list[str]:
    """The first `lines` lines that the script prints; then it is killed."""
    process = subprocess.Popen([sys.executable, script, bootstrap], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        return [process.stdout.readline().strip() for _ in range(lines)]
    finally:
        process.kill()
        process.wait()


@pytest.mark.kafka
@pytest.mark.timeout(120)
def test_the_python_lines(kafka_config: KafkaConfig, tmp_path: Path) -> None:
    script = tmp_path / "consume.py"
    script.write_text(SNIPPET.replace("my-service", f"service-{tmp_path.name}-{id(script)}"))
    log = KafkaLog(kafka_config)
    log.append([to_record(ARTICLES, article(title=f"first {n}", id="a")) for n in range(3)])
    _abort(kafka_config)
    log.append([to_record(ARTICLES, article(title="later", id="a"))])
    found = read(script, kafka_config.bootstrap, 4)
    log.close()
    assert found == ["usable 1 first 0", "usable 1 first 1", "usable 1 first 2", "usable 1 later"]


def _abort(config: KafkaConfig) -> None:
    """Leave records in the topic that nobody should see."""
    client = producer(config, "aborter", 10_000)
    client.init_transactions()
    client.begin_transaction()
    client.send(ARTICLES.name, b"not even JSON", key=b"a").get(10)
    client.abort_transaction()
    client.close()
