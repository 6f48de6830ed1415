from __future__ import annotations

import sys
import types
from importlib.metadata import EntryPoint

import pytest

from processors.registry import GROUP, discover
from stream.types import Article


def nothing(article: Article) -> None:
    return None


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> str:
    made = types.ModuleType("plugin_of_a_test")
    vars(made).update(nothing=nothing, number=7)
    monkeypatch.setitem(sys.modules, made.__name__, made)
    return made.__name__


def point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


def test_the_two_that_come_with_copydesk_are_found_by_name() -> None:
    found = discover()

    names = [processor.name for processor in found.processors]
    assert names == sorted(names)
    assert {"agency", "language"} <= set(names)


def test_order_is_by_name_whatever_the_distributions(module: str) -> None:
    found = discover([point("z", f"{module}:nothing"), point("a", f"{module}:nothing")])

    assert [p.name for p in found.processors] == ["a", "z"]
    assert found.broken == ()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("no_such_module:f", "ModuleNotFoundError"),
        ("{module}:missing", "AttributeError"),
        ("{module}:number", "is a int, not a function"),
        ("not a module at all", "not a module at all"),
    ],
)
def test_a_broken_plug_in_is_named_and_the_others_go_on(
    value: str, why: str, module: str, caplog: pytest.LogCaptureFixture
) -> None:
    found = discover([point("bad", value.format(module=module)), point("good", f"{module}:nothing")])

    assert [p.name for p in found.processors] == ["good"]
    assert len(found.broken) == 1
    assert found.broken[0].startswith("bad: ")
    assert why in found.broken[0]
    assert found.broken[0] in caplog.text


def test_a_module_that_exits_at_its_import_is_broken(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    with open(f"{tmp_path}/plugin_that_exits.py", "w") as file:
        file.write("raise SystemExit(3)")

    found = discover([point("bad", "plugin_that_exits:f")])

    assert found.processors == ()
    assert "SystemExit" in found.broken[0]


def test_two_of_one_name_are_both_left_out(module: str) -> None:
    found = discover([point("x", f"{module}:nothing"), point("x", f"{module}:number"), point("y", f"{module}:nothing")])

    assert [p.name for p in found.processors] == ["y"]
    assert len(found.broken) == 2
