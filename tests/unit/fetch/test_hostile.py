"""Servers that are slow, endless, broken or lying. Each must end in a named error and soon."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import subprocess
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import psutil
import pytest

from tests.unit.fetch.server import failed, got, reply, routes, serving


async def drip(writer: asyncio.StreamWriter, piece: bytes) -> None:
    while not writer.is_closing():
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.01)


def test_slow_headers() -> None:
    async def run() -> None:
        async def answer(path: str, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\n")
            await drip(writer, b"X: y\r\n")

        async with serving(answer) as server:
            error = await failed(server.url(), total_timeout=0.3)
            assert (error.code, error.retriable) == ("timeout", True)

    asyncio.run(run())


def test_slow_body() -> None:
    async def run() -> None:
        async def answer(path: str, writer: asyncio.StreamWriter) -> None:
            writer.write(reply(length=1_000_000))
            await drip(writer, b"x")

        async with serving(answer) as server:
            assert (await failed(server.url(), total_timeout=0.3)).code == "timeout"

    asyncio.run(run())


def test_silence() -> None:
    async def run() -> None:
        async def answer(path: str, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(2)

        async with serving(answer) as server:
            assert (await failed(server.url(), total_timeout=0.3)).code == "timeout"

    asyncio.run(run())


def test_the_time_is_for_all_hops_together() -> None:
    async def run() -> None:
        async def answer(path: str, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.2)
            writer.write(reply(b"", f"Location: {path}x", status="302 X"))

        async with serving(answer) as server:
            assert (await failed(server.url(), total_timeout=0.5, max_redirects=50)).code == "timeout"
            assert len(server.seen) <= 3

    asyncio.run(run())


@pytest.mark.parametrize("chunked", [True, False])
def test_endless_body(chunked: bool) -> None:
    async def run() -> None:
        async def answer(path: str, writer: asyncio.StreamWriter) -> None:
            kind = b"Transfer-Encoding: chunked" if chunked else b"X: y"
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + kind + b"\r\n\r\n")
            piece = b"x" * 0x4000
            while not writer.is_closing():
                writer.write(b"4000\r\n" + piece + b"\r\n" if chunked else piece)
                await writer.drain()

        async with serving(answer) as server:
            error = await failed(server.url(), max_bytes=1_000_000)
            assert (error.code, error.retriable) == ("too_large", False)

    asyncio.run(run())


def test_a_body_of_exactly_the_limit_is_let_through() -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(b"x" * 100_000), "/more": reply(b"x" * 100_001)})) as server:
            assert len((await got(server.url(), max_bytes=100_000)).body) == 100_000
            assert (await failed(server.url("/more"), max_bytes=100_000)).code == "too_large"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(200_000_000), 1)),
        ("br", brotli.compress(bytes(50_000_000), quality=3)),
    ],
    ids=["gzip", "br"],
)
def test_bombs_are_not_unpacked(encoding: str, bomb: bytes) -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(bomb, f"Content-Encoding: {encoding}")})) as server:
            before = psutil.Process().memory_info().rss
            assert (await failed(server.url(), max_bytes=1_000_000)).code == "too_large"
            assert psutil.Process().memory_info().rss - before < 40_000_000

    asyncio.run(run())


@pytest.mark.parametrize("encoding", ["gzip, gzip", "compress", "x-unknown", "exi"])
def test_encodings_that_were_not_asked_for(encoding: str) -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(b"text", f"Content-Encoding: {encoding}")})) as server:
            assert (await failed(server.url())).code == "bad_encoding"

    asyncio.run(run())


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_body_that_is_not_what_it_says(encoding: str) -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(b"\x1f\x8b\x08 no " * 9, f"Content-Encoding: {encoding}")})) as server:
            assert (await failed(server.url())).code == "bad_encoding"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", "connect"),
        (b"HTTP/1.1 200 OK\r\nContent-Le", "connect"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "protocol"),
        (b"HTTP/1.1 two hundred\r\n\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", "protocol"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 5000 + b"\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n0\r\n\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nxx\r\n", "protocol"),
        (reply(b"short", length=100), "protocol"),
    ],
)
def test_broken_answers(answer: bytes, code: str) -> None:
    async def run() -> None:
        async with serving(routes({"/": answer})) as server:
            error = await failed(server.url())
            assert (error.code, error.retriable) == (code, True)

    asyncio.run(run())


def test_reset_and_nobody_there() -> None:
    async def run() -> None:
        async def reset(path: str, writer: asyncio.StreamWriter) -> None:
            writer.write(reply(length=100)[:-1])
            writer.transport.abort()

        async with serving(reset) as server:
            assert (await failed(server.url())).code == "connect"
        error = await failed(server.url())
        assert (error.code, error.retriable) == ("connect", True)

    asyncio.run(run())


def test_no_such_name() -> None:
    error = asyncio.run(failed("http://no-such-host.invalid/", total_timeout=5))
    assert error.code in ("dns", "timeout")
    assert error.retriable


def test_a_certificate_that_nobody_signed(tmp_path: Path) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x.localhost -keyout {key} -out {cert}"
    try:
        subprocess.run(command.split(), check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is missing: apt-get install openssl")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)

    async def run() -> None:
        async with serving(routes({"/": reply(b"x")}), ssl=context) as server:
            error = await failed(f"https://x.localhost:{server.port}/")
            assert (error.code, error.retriable) == ("tls", True)
            assert server.seen == []

    asyncio.run(run())
