"""How to reach a Kafka cluster: one frozen value, made from a bootstrap list or from an Airflow Connection. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from stream.errors import CopydeskError

SECURITY = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
MECHANISMS = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")


class KafkaConfigError(CopydeskError):
    """The configuration cannot be right; the text names the key, its value (never a password) and what it should be."""


@dataclass(frozen=True)
class KafkaConfig:
    """`bootstrap`: `host:port`, several with commas. The ssl_* values are paths of PEM files."""

    bootstrap: str
    security_protocol: str = "PLAINTEXT"
    sasl_mechanism: str | None = None
    sasl_username: str | None = None
    sasl_password: str | None = None
    ssl_cafile: str | None = None
    ssl_certfile: str | None = None
    ssl_keyfile: str | None = None
    ssl_password: str | None = None
    ssl_crlfile: str | None = None
    ssl_check_hostname: bool = True

    def __post_init__(self) -> None:
        if not self.servers:
            raise KafkaConfigError("no bootstrap servers; give host:port")
        for server in self.servers:
            if not re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^:\s\[\]]+):\d{1,5}", server):
                raise KafkaConfigError(f"bootstrap server {server!r} is not host:port")
        _one_of("security.protocol", self.security_protocol, SECURITY)
        if self.security_protocol.startswith("SASL"):
            _one_of("sasl.mechanism", self.sasl_mechanism, MECHANISMS)
            if not self.sasl_username or self.sasl_password is None:
                raise KafkaConfigError(f"{self.security_protocol} needs sasl.username and sasl.password")

    def __repr__(self) -> str:
        return f"KafkaConfig({self.bootstrap!r}, {self.security_protocol})"  # no password in a log or a traceback

    @property
    def servers(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.bootstrap.split(",") if part.strip())

    def arguments(self) -> dict[str, Any]:
        """The fields as JSON-able keyword arguments of this class: to hand it to a child process."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def from_librdkafka(options: Mapping[str, Any]) -> tuple[KafkaConfig, tuple[str, ...]]:
    """The extra of an Airflow Kafka Connection, in librdkafka's dotted names, and the names that were not used.

    Names: https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md. What is not used here (group.id,
    timeouts ...) is for the caller to report. Raises KafkaConfigError where ignoring would change what is secure.
    """
    found: dict[str, Any] = {}
    unused: list[str] = []
    for key, value in options.items():
        name = key.strip().lower()
        if name in _NAMES and value is not None:
            field, convert = _NAMES[name]
            found[field] = convert(key, value)
        elif name.startswith(("ssl.", "sasl.", "enable.ssl.", "enable.sasl.")) and value not in (None, ""):
            raise KafkaConfigError(f"{key} is not supported; supported: {', '.join(_NAMES)}")
        else:
            unused.append(key)
    if "bootstrap" not in found:
        raise KafkaConfigError("the Kafka connection has no bootstrap.servers in its extra")
    return KafkaConfig(**found), tuple(unused)


def _one_of(key: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise KafkaConfigError(f"{key} is {value!r}; supported: {', '.join(allowed)}")


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise KafkaConfigError(f"{key} must be a text, is {type(value).__name__}")
    return value


def _upper(key: str, value: object) -> str:
    return _text(key, value).strip().upper()


def _endpoint_check(key: str, value: object) -> bool:
    wanted = _text(key, value).strip().lower()
    if wanted not in ("https", "none"):
        raise KafkaConfigError(f"{key} is {value!r}; supported: https, none")
    return wanted == "https"


_NAMES: dict[str, tuple[str, Callable[[str, object], object]]] = {
    "bootstrap.servers": ("bootstrap", _text),
    "metadata.broker.list": ("bootstrap", _text),
    "security.protocol": ("security_protocol", _upper),
    "sasl.mechanism": ("sasl_mechanism", _upper),
    "sasl.mechanisms": ("sasl_mechanism", _upper),
    "sasl.username": ("sasl_username", _text),
    "sasl.password": ("sasl_password", _text),
    "ssl.ca.location": ("ssl_cafile", _text),
    "ssl.certificate.location": ("ssl_certfile", _text),
    "ssl.key.location": ("ssl_keyfile", _text),
    "ssl.key.password": ("ssl_password", _text),
    "ssl.crl.location": ("ssl_crlfile", _text),
    "ssl.endpoint.identification.algorithm": ("ssl_check_hostname", _endpoint_check),
}
