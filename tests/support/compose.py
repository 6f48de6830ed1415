"""docker-compose.yml as Docker Compose would read it, without Docker: merged, with its variables put in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<how>[-?])(?P<word>[^}]*))?\}")

# What an operator would write into .env; the random ones are made per run of the tests.
ANSWERS = {
    "POSTGRES_PASSWORD": "opensesame",
    "AIRFLOW_ADMIN_PASSWORD": "correct horse",
    "AIRFLOW_FERNET_KEY": "bm90LWEtc2VjcmV0LW9ubHktZm9yLXRlc3RzLS0tLS0=",
    "AIRFLOW_JWT_SECRET": "0123456789abcdef" * 8,
    "AIRFLOW_SECRET_KEY": "fedcba9876543210" * 4,
    "COPYDESK_USER_AGENT": "tests/1.0 (+https://example.org/bot)",
}


class NotSetError(Exception):
    """A variable without a value; the text is what Compose would say."""


def raw() -> dict[str, Any]:
    """The file with its anchors merged and its variables as they stand."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def project(answers: dict[str, str] | None = None) -> dict[str, Any]:
    """The file with `answers` (default ANSWERS) for its variables. Raises NotSetError for `${NAME:?...}`."""
    filled: dict[str, Any] = _fill(raw(), ANSWERS if answers is None else answers)
    return filled


def variables() -> dict[str, tuple[str | None, str]]:
    """Every variable -> how it is asked for ("-": has a default, "?": must be set, None) and the word behind it."""
    found = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        for hit in VARIABLE.finditer(line.partition(" # ")[0]):
            found[hit["name"]] = (hit["how"], hit["word"] or "")
    return found


def _fill(node: Any, answers: dict[str, str]) -> Any:
    match node:
        case dict():
            return {key: _fill(value, answers) for key, value in node.items()}
        case list():
            return [_fill(value, answers) for value in node]
        case str():
            return VARIABLE.sub(lambda hit: _value(hit, answers), node)
    return node


def _value(hit: re.Match[str], answers: dict[str, str]) -> str:
    if value := answers.get(hit["name"]):
        return value
    if hit["how"] == "-":
        return hit["word"]
    raise NotSetError(f"{hit['name']}: {hit['word']}")
