"""Takes blocks of nothing but links out of the tree before the core reads it: cheaper and better."""

from __future__ import annotations

from ingest.extraction.lines import Document
from ingest.extraction.opinion import is_prose

MIN_LINES = 4
LINKED = 0.8
ENOUGH = 400  # characters of prose a page must have: a page of links alone is left as it is
_KEPT = frozenset({"html", "body", "tr", "td", "tbody", "table"})


def prune(document: Document) -> None:
    """Drop link lists from the tree behind `document` and let go of its elements; lines and blocks stay."""
    nodes, elements = document.nodes, document.elements
    size, linked, prose = [0] * len(nodes), [0] * len(nodes), [0] * len(nodes)
    for line in document.lines:
        size[line.node] += len(line.text)
        linked[line.node] += line.links
        prose[line.node] += len(line.text) if is_prose(line) else 0
    for index in range(len(nodes) - 1, 0, -1):
        parent = nodes[index].parent
        size[parent] += size[index]
        linked[parent] += linked[index]
        prose[parent] += prose[index]
    if prose[0] > ENOUGH:
        gone = [False] * len(nodes)
        for index in range(1, len(nodes)):
            node = nodes[index]
            gone[index] = gone[node.parent]
            if gone[index] or prose[index] or linked[index] < LINKED * size[index] or node.tag in _KEPT:
                continue
            if node.last - node.first >= MIN_LINES and elements[index].getparent() is not None:
                elements[index].drop_tree()
                gone[index] = True
    document.elements = []
