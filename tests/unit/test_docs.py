"""The documents keep up with the code: every topic, every field and every link of them is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import fields

from stream.topics import TOPICS
from stream.types import Article
from tests.support.tree import ROOT, files

CONTRACT = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
PAGES = [path for path in files() if path.suffix == ".md" and path.parts[0] != "examples"]


def test_the_contract_names_every_topic_with_its_policy_and_retention() -> None:
    for topic in TOPICS.values():
        row = next(line for line in CONTRACT.splitlines() if f"`{topic.name}`" in line)
        if topic.internal:
            assert "internal" in row
        elif topic.policy == "compact":
            assert "| compacted |" in row
        else:
            assert f"| {int(topic.config['retention.ms']) // 86_400_000} days |" in row


def test_the_contract_names_every_field_of_an_article() -> None:
    rows = "".join(line.partition("|")[2].partition("|")[0] for line in CONTRACT.splitlines() if line.startswith("| `"))
    named = set(re.findall(r"`(\w+)`", rows))
    assert {field.name for field in fields(Article)} == named


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [target for target in targets if target and not (ROOT / page.parent / target).exists()] == []
