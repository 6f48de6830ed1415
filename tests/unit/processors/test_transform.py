from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from processors.registry import Process, Processor
from processors.transform import (
    DECODE,
    MAX_DEAD_BYTES,
    MAX_ENRICHMENT_BYTES,
    Context,
    Failure,
    Outcome,
    Place,
    transform,
)
from stream.codec import decode, encode, to_record
from stream.log import Stored
from stream.topics import ARTICLES, DLQ, ENRICHED
from stream.types import Article, Change, DeadLetter, EnrichedArticle, Enrichment
from tests.unit.processors.articles import NOW, article

PLACE = Place(ARTICLES.name, 2, 41)


def stored(value: bytes | None, key: str | None = "a1", headers: Any = ()) -> Stored:
    return Stored(*PLACE, key, value, headers)


def run(
    message: Stored, *functions: tuple[str, Process], condemned: Mapping[Place, Sequence[Failure]] | None = None
) -> tuple[Outcome, list[tuple[Place, str]], list[int]]:
    steps: list[tuple[Place, str]] = []
    pauses: list[int] = []
    processors = [Processor(*function) for function in functions]
    context = Context(processors, condemned or {}, lambda place, step: steps.append((place, step)), pauses.append)
    return transform(message, context, NOW), steps, pauses


def enriched(outcome: Outcome) -> EnrichedArticle:
    [record] = [record for record in outcome.outputs if record.topic == ENRICHED.name]
    return decode(EnrichedArticle, record.value)


def letters(outcome: Outcome) -> list[DeadLetter]:
    return [decode(DeadLetter, record.value) for record in outcome.outputs if record.topic == DLQ.name]


def says(word: str) -> Process:
    return lambda a: Enrichment("said", "1", {"word": word, "title": a.title})


def fails(a: Article) -> Enrichment:
    raise ValueError(f"cannot read {a.id}")


def test_an_article_becomes_one_enriched_article_with_all_enrichments_in_order() -> None:
    given = article("Body", title="T", version=3, revision_id="r9")
    outcome, steps, _ = run(stored(encode(given)), ("a", says("x")), ("b", lambda _: None), ("c", says("y")))

    found = enriched(outcome)
    assert (found.article_id, found.version, found.revision_id, found.url, found.title) == (
        "a1",
        3,
        "r9",
        given.url,
        "T",
    )
    assert [e.values["word"] for e in found.enrichments] == ["x", "y"]
    assert (found.failed, found.enriched_at) == ((), NOW)
    assert outcome == Outcome(outcome.outputs, enriched=1, dead=0, retried=0)
    assert [record.key for record in outcome.outputs] == ["a1"]
    assert steps == [(PLACE, DECODE), (PLACE, "a"), (PLACE, "b"), (PLACE, "c")]


@pytest.mark.parametrize("value", [b"", b"{", b"\xff\xfe", b"[]", b'{"id": 7}', None, b"[" * 100_000])
def test_what_is_no_article_is_a_dead_letter_at_once(value: bytes | None) -> None:
    outcome, steps, pauses = run(stored(value, headers=(("h", b"v\xff"),)), ("a", says("x")))

    [letter] = letters(outcome)
    assert (letter.topic, letter.partition, letter.offset, letter.key, letter.value) == (*PLACE, "a1", value)
    assert (letter.where, letter.attempts, letter.failed_at, letter.headers) == (DECODE, 1, NOW, {"h": "v\ufffd"})
    assert letter.what.startswith("DecodeError: ")
    assert (outcome.enriched, outcome.dead, len(outcome.outputs)) == (0, 1, 1)
    assert (steps, pauses) == ([(PLACE, DECODE)], [])


def test_a_processor_that_raises_is_tried_three_times_and_then_named() -> None:
    message = stored(encode(article("Body")))
    outcome, _, pauses = run(message, ("bad", fails), ("good", says("x")))

    [letter] = letters(outcome)
    assert (letter.where, letter.what, letter.attempts) == ("bad", "ValueError: cannot read a1", 3)
    assert letter.value == message.value
    assert enriched(outcome).failed == ("bad",)
    assert [e.values["word"] for e in enriched(outcome).enrichments] == ["x"]
    assert (outcome.enriched, outcome.dead, outcome.retried, pauses) == (1, 1, 2, [2, 3])


def test_a_processor_that_recovers_leaves_no_dead_letter() -> None:
    calls: list[int] = []

    def second_time(a: Article) -> Enrichment:
        calls.append(1)
        if len(calls) < 2:
            raise OSError("not yet")
        return Enrichment("x", "1", {})

    outcome, _, pauses = run(stored(encode(article("Body"))), ("x", second_time))

    assert (enriched(outcome).failed, letters(outcome), outcome.retried, pauses) == ((), [], 1, [2])


@pytest.mark.parametrize(
    ("result", "what"),
    [
        ({"tag": "en"}, "TypeError: a processor returns an Enrichment or None, not dict"),
        (Enrichment("x", "1", {"a": object()}), "TypeError"),
        (Enrichment("x", "1", {"a": "\ud800"}), "Unicode"),
        (Enrichment(7, "1", {}), "ValidationError"),  # type: ignore[arg-type]
        (Enrichment("x", "1", {"a": "b" * MAX_ENRICHMENT_BYTES}), "ValueError: an enrichment of"),
    ],
)
def test_what_a_processor_must_not_return_is_its_failure(result: Any, what: str) -> None:
    outcome, _, _ = run(stored(encode(article("Body"))), ("bad", lambda _: result), ("good", says("x")))

    [letter] = letters(outcome)
    assert letter.where == "bad"
    assert what in letter.what
    assert len(enriched(outcome).enrichments) == 1


def test_exit_and_deep_recursion_are_failures_like_others() -> None:
    def exits(a: Article) -> Enrichment:
        raise SystemExit(1)

    def recurses(a: Article) -> Enrichment:
        return recurses(a)

    outcome, _, _ = run(stored(encode(article("Body"))), ("exits", exits), ("recurses", recurses))

    assert [letter.what.split(":")[0] for letter in letters(outcome)] == ["SystemExit", "RecursionError"]


def test_a_takedown_is_passed_on_without_enrichments() -> None:
    gone = article("", pub_status="canceled", change=Change("takedown"))
    outcome, steps, _ = run(stored(encode(gone)), ("bad", fails))

    assert (enriched(outcome).enrichments, enriched(outcome).failed, letters(outcome)) == ((), (), [])
    assert steps == [(PLACE, DECODE)]


def test_a_condemned_step_is_left_out_and_reported() -> None:
    verdict = Failure("bad", "the process did not survive it: SIGSEGV", 3)
    message = stored(encode(article("Body")))
    outcome, steps, _ = run(message, ("bad", fails), ("good", says("x")), condemned={PLACE: [verdict]})

    [letter] = letters(outcome)
    assert (letter.where, letter.what, letter.attempts) == verdict
    assert enriched(outcome).failed == ("bad",)
    assert steps == [(PLACE, DECODE), (PLACE, "good")]


def test_a_message_condemned_at_decoding_is_not_touched_again() -> None:
    outcome, steps, _ = run(stored(b"x"), condemned={PLACE: [Failure(DECODE, "died", 3)]})

    assert [(letter.where, letter.attempts) for letter in letters(outcome)] == [(DECODE, 3)]
    assert steps == []


def test_another_message_is_not_condemned() -> None:
    other = PLACE._replace(offset=42)
    outcome, _, _ = run(stored(encode(article("Body"))), ("x", says("x")), condemned={other: [Failure("x", "died", 3)]})

    assert letters(outcome) == []


def test_a_message_without_a_key_goes_by_its_place() -> None:
    outcome, _, _ = run(stored(b"broken", key=None))

    assert [record.key for record in outcome.outputs] == [f"{ARTICLES.name}/2/41"]
    assert letters(outcome)[0].key is None


@pytest.mark.parametrize("key", ["k" * 600, "nul\0", "\ud800"])
def test_a_letter_never_blocks_its_partition_by_its_own_key(key: str) -> None:
    outcome, _, _ = run(stored(b"broken", key=key, headers=(("bad\0name", b""),)))

    [letter] = letters(outcome)
    assert (letter.key, letter.headers, letter.value) == (None, {}, b"broken")


def test_a_message_too_large_for_base64_is_named_not_carried() -> None:
    outcome, _, _ = run(stored(b"x" * (MAX_DEAD_BYTES + 1)))

    [letter] = letters(outcome)
    assert letter.value is None
    assert f"{MAX_DEAD_BYTES + 1} bytes" in letter.what


def test_an_article_that_no_log_can_take_is_a_dead_letter() -> None:
    outcome, _, _ = run(stored(encode(article("Body", id="i" * 600)), key="k"))

    assert [(letter.where, letter.key) for letter in letters(outcome)] == [(ENRICHED.name, "k")]


def test_every_output_is_a_record_of_its_topic() -> None:
    outcome, _, _ = run(stored(encode(article("Body"))), ("bad", fails))

    assert outcome.outputs[0] == to_record(ENRICHED, enriched(outcome))
    assert outcome.outputs[1] == to_record(DLQ, letters(outcome)[0])
