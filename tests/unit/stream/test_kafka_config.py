from __future__ import annotations

import pytest

from stream.kafka_config import KafkaConfig, KafkaConfigError, from_librdkafka


def test_an_airflow_connection_in_librdkafkas_names() -> None:
    config, unused = from_librdkafka(
        {
            "bootstrap.servers": "a:9093, b:9093",
            "security.protocol": "sasl_ssl",
            "sasl.mechanisms": "SCRAM-SHA-512",
            "sasl.username": "desk",
            "sasl.password": "hush",
            "ssl.ca.location": "/etc/ca.pem",
            "ssl.endpoint.identification.algorithm": "none",
            "group.id": "x",
            "session.timeout.ms": 6000,
        }
    )
    assert config == KafkaConfig(
        "a:9093, b:9093",
        security_protocol="SASL_SSL",
        sasl_mechanism="SCRAM-SHA-512",
        sasl_username="desk",
        sasl_password="hush",
        ssl_cafile="/etc/ca.pem",
        ssl_check_hostname=False,
    )
    assert config.servers == ("a:9093", "b:9093")
    assert unused == ("group.id", "session.timeout.ms")
    assert "hush" not in repr(config)
    assert KafkaConfig(**config.arguments()) == config


@pytest.mark.parametrize(
    ("extra", "word"),
    [
        ({}, "bootstrap.servers"),
        ({"bootstrap.servers": "host"}, "'host' is not host:port"),
        ({"bootstrap.servers": ""}, "no bootstrap servers"),
        ({"bootstrap.servers": 5}, "must be a text"),
        ({"bootstrap.servers": "h:1", "security.protocol": "TLS"}, "security.protocol is 'TLS'"),
        ({"bootstrap.servers": "h:1", "security.protocol": "SASL_SSL", "sasl.mechanism": "GSSAPI"}, "GSSAPI"),
        ({"bootstrap.servers": "h:1", "security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN"}, "sasl.username"),
        ({"bootstrap.servers": "h:1", "ssl.keystore.location": "/k"}, "ssl.keystore.location"),
        ({"bootstrap.servers": "h:1", "enable.ssl.certificate.verification": "false"}, "certificate.verification"),
        ({"bootstrap.servers": "h:1", "ssl.endpoint.identification.algorithm": "maybe"}, "maybe"),
    ],
)
def test_what_cannot_be_right_is_named(extra: dict[str, object], word: str) -> None:
    with pytest.raises(KafkaConfigError, match=word):
        from_librdkafka(extra)


@pytest.mark.parametrize("bootstrap", ["[::1]:9092", "kafka:9092,127.0.0.1:9093", "broker-1.example.org:9092"])
def test_addresses_that_are_right(bootstrap: str) -> None:
    assert KafkaConfig(bootstrap).bootstrap == bootstrap
