"""A story of our own for the page shapes, with the traps that a wire story has: quotes, short paragraphs, agencies."""

# ruff: noqa: E501 (a paragraph a line)
from __future__ import annotations

from tests.unit.extraction.furnishings import Story

QUAY = Story(
    skip="Skip to main content",
    title="Harbour board asks neighbours for help after the storm",
    caption="This photo provided on Monday, Oct. 6, 2014 by the Harbour Board shows a fishing boat on the quay of Nordhavn.",
    credit="Uncredited/The Associated Press",
    paragraphs=(
        "The harbour board of Nordhavn on Tuesday asked its neighbours for an unusual kind of help after a storm broke the"
        " eastern quay and left eleven boats without a place to land their catch.",
        'The board invoked a clause of a treaty of 1961 that obliges the towns of the coast to give "berth and bread" to any'
        " fleet that has lost its harbour to the sea.",
        'Harbour master Inga Storm said partners could help "either by lending us their quays, or by taking a share of the'
        ' landings until we can stand on our own feet."',
        'Arriving for talks on Tuesday, the mayor of Sandvik told reporters that "we are in a new situation on this coast.'
        ' This is our great flood."',
        "The board has yet to say what the repairs will cost, though engineers have used the quiet days since Sunday to look"
        " at every one of the 300 piles and found 31 of them broken.",
        "Storm flew to the capital and met the minister.",
        "Seven boats sank — six at their moorings and a seventh in the open water — but the coast guard told The Associated"
        " Press that its divers had found all of them within a mile of the pier.",
        "The official spoke on condition of anonymity.",
        'A cease-fire between the fishermen and the seals, she added with a smile, "could be just weeks away."',
        "Standing with the minister on the steps of the ministry, Storm said the damage in the harbour, along with the losses"
        " at Egeby, Lund and Torsmark, made it clear that more had to be done for the small ports.",
        'Storm said, "we have to step up our efforts to hit the problem at its core, where the money is planned, and also'
        ' obviously to do more on the piers in terms of the movement of boats."',
        "In Sandvik, a lawyer for one of the two owners said his client admits leaving the harbour, but only to pick up a"
        " friend. He is being held on charges of neglect.",
        "The minister vowed to forge a plan that would serve the coast at home and abroad.",
    ),
)
