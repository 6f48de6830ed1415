"""The errors of the log. Each says what to do: whether to try again and, when known, how long to wait."""

from __future__ import annotations


class CopydeskError(Exception):
    """Base of every error this project raises on purpose.

    `retriable`: the same call may succeed later. `retry_after`: seconds to wait first, None when unknown.
    The cause, where there is one, is `__cause__`.
    """

    retriable = False

    def __init__(self, message: str, *, retriable: bool | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        if retriable is not None:
            self.retriable = retriable
        self.retry_after = retry_after


class LogError(CopydeskError):
    """The log could not be read or written. Nothing of the failed call is visible to readers."""

    retriable = True


class FencedError(LogError):
    """A newer owner (relay or processor) has taken over; this one must end and not try again."""

    retriable = False


class DecodeError(CopydeskError):
    """The bytes are not a record of the type that the topic carries."""
