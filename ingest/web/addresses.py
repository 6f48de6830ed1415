"""Which addresses and ports may be fetched from. Feeds are written by strangers: none may make us call our own network.

Pure. The check belongs where the socket is made (ingest/web/fetch.py): a name checked before may resolve anew, a
redirect may lead anywhere, a literal is never resolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Network = IPv4Network | IPv6Network

# Beyond what `is_global` of every supported Python refuses (IANA special-purpose address registries, RFC 6890).
_CLOSED_V4 = tuple(
    map(
        IPv4Network,
        [
            "0.0.0.0/8",
            "100.64.0.0/10",  # carrier-grade NAT
            "168.63.129.16/32",  # Azure's host, reachable from every guest, in public space
            "192.0.0.0/24",
            "192.88.99.0/24",  # 6to4 relays
            "198.18.0.0/15",
            "224.0.0.0/3",  # multicast, reserved, broadcast
        ],
    )
)
_UNICAST_V6 = IPv6Network("2000::/3")  # leaves out mapped (::ffff:0:0/96), NAT64 (64:ff9b::/96), ULA, multicast
_CLOSED_V6 = tuple(
    map(
        IPv6Network,
        [
            "2001::/23",  # Teredo, ORCHID and other protocol assignments
            "2001:db8::/32",
            "2002::/16",  # 6to4: an IPv4 address in disguise
            "3fff::/20",
        ],
    )
)

# The blocked ports of the Fetch standard above 1023, and databases, brokers and control ports that answer to text.
_CLOSED_PORTS = frozenset(
    [
        *(1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432),
        *(5672, 5900, 5984, 6000, 6379, 6443, 6566, *range(6665, 6670), 6679, 6697, 9042, 9092, 9200, 9300, 10080),
        *(10250, 11211, 27017),
    ]
)


def is_allowed(address: str, allow: Sequence[Network] = ()) -> bool:
    """Whether `address` (a literal) is globally routable unicast or lies in `allow`, which opens just that."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if any(ip in network for network in allow if network.version == ip.version):
        return True
    return _is_public_v4(ip) if isinstance(ip, IPv4Address) else _is_public_v6(ip)


def is_web_port(port: int) -> bool:
    """80, 443, and the unprivileged ports but those of services that are known to be something else."""
    return port in (80, 443) or (1023 < port < 65536 and port not in _CLOSED_PORTS)


def _is_public_v4(ip: IPv4Address) -> bool:
    return ip.is_global and not any(ip in network for network in _CLOSED_V4)


def _is_public_v6(ip: IPv6Address) -> bool:
    return ip.is_global and ip in _UNICAST_V6 and not any(ip in network for network in _CLOSED_V6)
