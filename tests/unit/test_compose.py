"""docker-compose.yml without Docker: the specification's schema, every reference, every variable, every secret."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from copydesk.settings import Settings
from tests.support import compose

ROOT = compose.ROOT
SERVICES: dict[str, dict[str, Any]] = compose.project()["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
SETTINGS = {f"COPYDESK_{name.upper()}" for name in Settings.model_fields}


def test_it_follows_the_compose_specification() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(compose.FILE)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_all_parts_are_there() -> None:
    airflow = {f"airflow-{part}" for part in ("init", "apiserver", "scheduler", "dag-processor", "triggerer")}
    assert {"postgres", "kafka", "topics", "relay", "processors", *airflow} <= SERVICES.keys()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_for_services_that_can_be_waited_for(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        if how["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other]
        else:
            assert SERVICES[other]["restart"] in ("no", "on-failure")


@pytest.mark.parametrize("name", SERVICES)
def test_volumes_and_files_are_there(name: str) -> None:
    declared = compose.raw()["volumes"]
    for volume in SERVICES[name].get("volumes", ()):
        source = volume.split(":")[0]
        assert (ROOT / source).is_file() if source.startswith(".") else source in declared
    assert set(SERVICES[name].get("networks", ())) <= set(compose.raw().get("networks", ()))


def test_no_volume_is_declared_in_vain() -> None:
    used = {v.split(":")[0] for service in SERVICES.values() for v in service.get("volumes", ())}
    assert compose.raw()["volumes"].keys() <= used


@pytest.mark.parametrize("name", OURS)
def test_our_services_have_settings_that_exist(name: str) -> None:
    environment = SERVICES[name]["environment"]
    assert {key for key in environment if key.startswith("COPYDESK_")} <= SETTINGS
    rest = {key for key in environment if not key.startswith(("COPYDESK_", "AIRFLOW__"))}
    assert rest <= {"AIRFLOW_ADMIN_PASSWORD", "AIRFLOW_POOL_SLOTS"}  # deploy/airflow-init reads these
    script = (ROOT / "deploy" / "airflow-init").read_text()
    assert all(key in script for key in rest)


def test_airflows_settings_exist() -> None:
    """A name that Airflow does not know is silently ignored by it. Its list is read, it is not imported."""
    airflow = importlib.util.find_spec("airflow")
    assert airflow is not None
    assert airflow.origin is not None
    known = yaml.safe_load((Path(airflow.origin).parent / "config_templates" / "config.yml").read_text())
    names = {
        f"AIRFLOW__{section.upper()}__{option.upper()}" for section in known for option in known[section]["options"]
    }
    used = {key for name in OURS for key in SERVICES[name]["environment"] if key.startswith("AIRFLOW__")}
    assert len(used) > 10
    assert used <= names


@pytest.mark.parametrize("name", ["processors", "relay"])
def test_what_scales_has_neither_a_name_nor_a_port_of_its_own(name: str) -> None:
    assert not SERVICES[name].keys() & {"container_name", "ports", "hostname"}


def test_host_names_in_addresses_are_services() -> None:
    text = "\n".join(str(value) for service in SERVICES.values() for value in service.get("environment", {}).values())
    hosts = set(re.findall(r"(?:@|//)([a-z-]+):\d+", text)) | set(re.findall(r"^([a-z-]+):\d+$", text, re.M))
    assert hosts - {"localhost"} == {"postgres", "kafka", "airflow-apiserver"}
    assert "localhost" not in SERVICES["airflow-scheduler"]["environment"]["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"]


def test_ports_are_published_on_loopback_unless_asked_otherwise() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


@pytest.mark.parametrize("name", compose.ANSWERS)
def test_without_a_secret_nothing_starts(name: str) -> None:
    with pytest.raises(compose.NotSetError, match=rf"{name}: \w+"):
        compose.project({key: value for key, value in compose.ANSWERS.items() if key != name})


def test_the_example_names_every_variable_and_gives_no_secret() -> None:
    lines = [line for line in (ROOT / ".env.example").read_text().splitlines() if re.match(r"#?[A-Z]\w+=", line)]
    example = {line.lstrip("#").partition("=")[0]: line.partition("=")[2] for line in lines}
    variables = compose.variables()
    assert example.keys() == variables.keys()
    for line in lines:
        name, _, value = line.lstrip("#").partition("=")
        how, word = variables[name]
        assert (line.startswith("#"), value) == (how == "-", word if how == "-" else "")


def test_no_all_admins_in_production() -> None:
    assert "ALL_ADMINS" not in compose.FILE.read_text()
    for name in OURS:
        if "airflow" in name:
            assert SERVICES[name]["environment"]["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"] == "admin:admin"


def test_the_image_holds_what_the_services_use() -> None:
    """What the Dockerfile copies is there and let through by .dockerignore; every path of a volume is made in it."""
    docker = (ROOT / "Dockerfile").read_text()
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    sources = [
        source for line in re.findall(r"^COPY (?!--from)(?:--\S+ )?(.+)$", docker, re.M) for source in line.split()[:-1]
    ]
    assert len(sources) >= 10
    for source in sources:
        assert (ROOT / source).exists()
        assert Path(source).parts[0] in let_through
    for name in OURS:
        assert all(volume.split(":")[1] in docker for volume in SERVICES[name].get("volumes", ()))
    assert re.search(r"^USER copydesk$", docker, re.M)
