from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web.addresses import Network, is_allowed, is_web_port

FORBIDDEN = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.9.9.9 169.254.0.1 169.254.169.254
172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7
203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::a00:1
100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::1 2002:a00:1::1
3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
"""
PUBLIC = "8.8.8.8 1.1.1.1 151.101.0.81 168.63.129.15 172.32.0.1 100.63.0.1 2606:4700::1 2a00:1450:4001::1 2400:cb00::1"


@pytest.mark.parametrize("address", FORBIDDEN.split())
def test_forbidden(address: str) -> None:
    assert not is_allowed(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public(address: str) -> None:
    assert is_allowed(address)


def test_a_network_opens_exactly_itself() -> None:
    allow: list[Network] = [IPv4Network("127.0.0.0/24"), IPv6Network("fd00::/8")]
    assert is_allowed("127.0.0.255", allow)
    assert is_allowed("fd00::1", allow)
    for address in ("127.0.1.0", "10.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fc00::1"):
        assert not is_allowed(address, allow)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0x7f000001", "1.2.3.4.5", "[::1]"])
def test_what_is_no_address(text: str) -> None:
    assert not is_allowed(text)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_disguise_is_never_public(address: object) -> None:
    for disguise in (f"::ffff:{address}", f"::{address}", f"64:ff9b::{address}", f"64:ff9b:1::{address}"):
        assert not is_allowed(disguise)


def test_ports() -> None:
    assert all(map(is_web_port, (80, 443, 1024, 8000, 8080, 8443, 3000, 32768, 65535)))
    assert not any(map(is_web_port, (0, 21, 22, 25, 81, 465, 1023, 3306, 5432, 6379, 9092, 9200, 11211, 27017, 65536)))
