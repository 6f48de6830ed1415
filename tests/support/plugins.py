"""Processors of a test, installed for child processes the way a real distribution is: by its metadata on the path."""

from __future__ import annotations

import os
from pathlib import Path

SOURCE = '''
import ctypes, os, time
from stream.types import Enrichment


def upper(article):
    return Enrichment("upper", "1", {"title": article.title.upper()})


def raises(article):
    if "raises" in article.title:
        raise ValueError("cannot read " + article.title)
    return upper(article)


def kills(article):
    """Ends or hangs its process on the titles that name how."""
    if article.title == "exits":
        os._exit(9)
    if article.title == "segfaults":
        ctypes.string_at(0)
    if article.title == "sleeps":
        time.sleep(3600)
    if article.title == "hangs in C":  # one call that never gives the interpreter back: no timer of the child can run
        ctypes.PyDLL(None).sleep(3600)
    return None
'''


def install(folder: Path, *functions: str) -> dict[str, str]:
    """An environment in which `functions` of SOURCE are processors, named as they are, besides those of copydesk."""
    metadata = folder / "plugins_of_a_test-1.dist-info"
    metadata.mkdir(parents=True)
    (folder / "plugins_of_a_test.py").write_text(SOURCE)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: plugins-of-a-test\nVersion: 1\n")
    lines = [f"{name} = plugins_of_a_test:{name}" for name in functions]
    (metadata / "entry_points.txt").write_text("\n".join(["[copydesk.processors]", *lines]))
    return {"PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])}
