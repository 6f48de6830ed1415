"""The project's own files and what its modules import, read from their source: nothing is imported for it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("stream", "ingest", "processors", "examples", "copydesk", "dags", "benchmarks", "tests")
STANDARD = sys.stdlib_module_names | {"__future__"}


@dataclass(frozen=True)
class Import:
    """One imported module; `late` when it is done inside a function or only for the type checker."""

    module: str
    line: int
    late: bool

    @property
    def root(self) -> str:
        return self.module.partition(".")[0]


@cache
def files() -> tuple[Path, ...]:
    """Every file that is tracked, or would be: relative to ROOT. Without git, what the packages hold."""
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if found.returncode == 0:
        names = [Path(name) for name in found.stdout.split("\0") if name]
    else:
        names = [path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


@cache
def modules() -> dict[str, Path]:
    """Module name -> file, for every module of the packages."""
    found = {}
    for path in files():
        if path.suffix == ".py" and path.parts[0] in PACKAGES:
            parts = path.with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports(module: str) -> tuple[Import, ...]:
    """What `module` imports; `from a import b` names a.b when that is a module of ours."""
    source = (ROOT / modules()[module]).read_text(encoding="utf-8")
    return tuple(_walk(ast.parse(source), late=False))


def reached(module: str) -> dict[str, str]:
    """Every module that is loaded when `module` is, foreign ones too -> the module of ours that imports it."""
    found: dict[str, str] = {}
    todo = [module]
    while todo:
        here = todo.pop()
        for item in imports(here):
            for name in () if item.late else (item.module, *_parents(item.module)):
                if name not in found:
                    found[name] = here
                    if name in modules():
                        todo.append(name)
    return found


def _parents(module: str) -> Iterator[str]:
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def _walk(node: ast.AST, late: bool) -> Iterator[Import]:
    match node:
        case ast.Import():
            for alias in node.names:
                yield Import(alias.name, node.lineno, late)
        case ast.ImportFrom(module=str() as module, level=0):
            inner = [f"{module}.{alias.name}" for alias in node.names]
            for name in inner:
                yield Import(name if name in modules() else module, node.lineno, late)
        case ast.ImportFrom():
            raise ValueError(f"line {node.lineno}: a relative import")
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            late = True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            late = True
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, late)
