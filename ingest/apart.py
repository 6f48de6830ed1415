"""A function on documents of strangers, run in a process of its own that is ended when it takes too long or too much.

Parsers written in C cannot be stopped from inside: a signal handler waits until they return. So the child arms a timer
whose signal the kernel acts on, the parent kills it when that failed, and the next call starts a new child. A child
ends with its parent: its input ends, on Linux the kernel kills it too, and the timer ends it at the latest.
"""

from __future__ import annotations

import asyncio
import ctypes
import importlib
import os
import pickle  # only between a process and its own child, over a pipe
import resource
import selectors
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, BinaryIO, Self

from ingest.errors import FeedError, IngestError, PageError
from stream.errors import CopydeskError

MEMORY = 3 * 1024**3  # bytes of address space; libraries alone take half a gigabyte
_GRACE = 5.0  # seconds by which the parent waits longer than the child's own timer
_START = 30.0  # seconds for the child's first answer: it imports the libraries
_LENGTH = struct.Struct(">Q")
_ERRORS: dict[str, type[IngestError]] = {kind.__name__: kind for kind in (IngestError, FeedError, PageError)}


class Apart:
    """Call it like the function at `target` (`module:function`); one call at a time, from any thread, or `await later`.

    Raises the function's IngestError; what `ended` makes of the reason when the child had to be ended after `seconds`
    or died of itself (memory, a crash of the parser); RuntimeError for a fault of the function. `memory` is in bytes.
    """

    def __init__(
        self, target: str, ended: Callable[[str], IngestError], *, seconds: float = 30.0, memory: int = MEMORY
    ) -> None:
        self._target = target
        self._ended = ended
        self._seconds = seconds
        self._memory = memory
        self._thread = _one_thread()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __call__(self, *arguments: Any) -> Any:
        return self._thread.submit(self._call, *arguments).result()

    async def later(self, *arguments: Any) -> Any:
        """The same without blocking the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._call, *arguments)

    def close(self) -> None:
        """End the child, whatever it is doing; what waits for it is refused. The next call starts another."""
        thread, self._thread = self._thread, _one_thread()
        thread.shutdown(wait=False, cancel_futures=True)
        if self._child is not None:
            self._child.kill()
        thread.shutdown(wait=True)
        if self._child is not None:
            self._bury(self._child)

    def _call(self, *arguments: Any) -> Any:
        kind, value = self._answer(pickle.dumps(arguments))
        if kind == "done":
            return value
        if kind == "refused":
            name, fields = value
            raise _ERRORS.get(name, IngestError)(**fields)
        raise RuntimeError(value)

    def _answer(self, arguments: bytes) -> tuple[str, Any]:
        child = self._child
        fresh = child is None or child.poll() is not None
        if child is None or fresh:
            if child is not None:
                self._bury(child)
            child = self._child = self._started()
        try:
            answer = _exchange(child, arguments, self._seconds + _GRACE + (_START if fresh else 0))
            kind, value = pickle.loads(answer)
            return kind, value
        except (OSError, EOFError) as error:
            raise self._ended(self._death(child)) from error
        except BaseException:
            self._bury(child)
            raise

    def _started(self) -> subprocess.Popen[bytes]:
        module, _, name = self._target.partition(":")
        call = f"from ingest.apart import serve; serve({module!r}, {name!r}, {self._seconds!r}, {self._memory!r})"
        command = [sys.executable, "-c", call]
        return subprocess.Popen(command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def _bury(self, child: subprocess.Popen[bytes]) -> None:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        self._child = None

    def _death(self, child: subprocess.Popen[bytes]) -> str:
        """Why there is no answer; the child is gone afterwards."""
        try:
            status: int | None = child.wait(0.5)
        except subprocess.TimeoutExpired:
            status = None
        self._bury(child)
        if status is None or status == -signal.SIGALRM:
            return f"it took longer than {self._seconds:g} s"
        return f"its process died of {signal.Signals(-status).name if status < 0 else f'status {status}'}"


def _one_thread() -> ThreadPoolExecutor:
    """All calls are made in it: Linux kills a child with the THREAD that started it, so that one must stay."""
    return ThreadPoolExecutor(1, thread_name_prefix="apart")


def serve(module: str, name: str, seconds: float, memory: int) -> None:
    """The child's side: answer calls until the input ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the kernel ends us, in C code too
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not end up between our answers
    function = getattr(importlib.import_module(module), name)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while True:
        try:
            arguments = pickle.loads(_read(sys.stdin.buffer))
        except EOFError:
            os._exit(0)  # the parent is gone
        signal.setitimer(signal.ITIMER_REAL, seconds)
        answer = pickle.dumps(_outcome(function, arguments))
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _outcome(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "done", function(*arguments)
    except CopydeskError as error:
        known = {"retriable": error.retriable, "retry_after": error.retry_after}
        code = {"code": getattr(error, "code", "parser_failed"), "status": getattr(error, "status", None)}
        return "refused", (type(error).__name__, {"message": str(error)} | known | code)
    except MemoryError:
        os._exit(137)  # what is left of this process is not to be trusted
    except Exception as error:  # noqa: BLE001 (told to the parent, which knows the item)
        return "failed", f"{type(error).__name__}: {error}"[:1000]


def _exchange(child: subprocess.Popen[bytes], data: bytes, seconds: float) -> bytes:
    """Send `data`, return the answer. Raises TimeoutError, EOFError or OSError; never blocks longer than `seconds`."""
    assert child.stdin is not None
    assert child.stdout is not None
    into, out = child.stdin.fileno(), child.stdout.fileno()
    os.set_blocking(into, False)
    until = time.monotonic() + seconds
    rest, got = memoryview(_LENGTH.pack(len(data)) + data), bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(into, selectors.EVENT_WRITE)
        ready.register(out, selectors.EVENT_READ)
        while len(got) < _LENGTH.size or len(got) < _LENGTH.size + int(_LENGTH.unpack_from(got)[0]):
            events = ready.select(until - time.monotonic())
            if not events:
                raise TimeoutError
            for key, _ in events:
                if key.fd == into:
                    rest = rest[os.write(into, rest) :]
                    if not rest:
                        ready.unregister(into)
                elif part := os.read(out, 1 << 20):
                    got += part
                else:
                    raise EOFError
    return bytes(got[_LENGTH.size :])


def _read(stream: BinaryIO) -> bytes:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    return stream.read(int(_LENGTH.unpack(head)[0]))
