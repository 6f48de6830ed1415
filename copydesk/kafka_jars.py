"""Apache Kafka's jars by way of Maven, kept in a folder: 44 MB, fetched once per version (copydesk/kafka/pom.xml)."""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stream.errors import CopydeskError

POM = Path(__file__).with_name("kafka") / "pom.xml"
JAVA = 17
FETCH_SECONDS = 600
GET_JAVA = (
    "Debian/Ubuntu: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk; or https://adoptium.net"
)
GET_MAVEN = "Debian/Ubuntu: apt-get install maven; macOS: brew install maven; or https://maven.apache.org/download.cgi"


class MissingError(CopydeskError):
    """A tool is not there. `what` names it, `how` says how to get it."""

    def __init__(self, what: str, how: str) -> None:
        super().__init__(f"{what} is missing: {how}")
        self.what, self.how = what, how


def require_java() -> None:
    """Raises MissingError unless `java` is on the PATH and is 17 or newer."""
    if shutil.which("java") is None:
        raise MissingError(f"Java {JAVA}+", GET_JAVA)
    done = subprocess.run(["java", "-version"], capture_output=True, text=True, timeout=60, check=False)
    said = done.stderr + done.stdout
    found = re.search(r'version "(?:1\.)?(\d+)', said)  # 1.8.0_402, 17.0.15, 21
    if found is None or int(found.group(1)) < JAVA:
        raise MissingError(f"Java {JAVA}+ (here: {said.strip().partition(chr(10))[0]})", GET_JAVA)


def fetch_jars(cache: Path) -> Path:
    """The folder with the jars, fetched into `cache` unless there. Several processes may ask at once.

    Raises MissingError (Java, Maven), CopydeskError with Maven's words (retriable: the registry may not answer).
    """
    require_java()
    home = cache.absolute() / hashlib.sha256(POM.read_bytes()).hexdigest()[:12]
    jars = home / "jars"
    home.mkdir(parents=True, exist_ok=True)
    with locked(home / ".lock"):
        if not jars.is_dir():
            _copy(jars)
    return jars


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock file `path`, whoever else wants it."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _copy(jars: Path) -> None:
    if shutil.which("mvn") is None:
        raise MissingError("Maven", GET_MAVEN)
    with tempfile.TemporaryDirectory(dir=jars.parent) as scratch:
        target = Path(scratch, "jars")  # renamed when whole: a download cut short leaves nothing behind
        goal = ("dependency:copy-dependencies", f"-DoutputDirectory={target}")
        try:
            done = subprocess.run(
                ["mvn", "-B", "-ntp", "-q", "-f", str(POM), *goal],
                capture_output=True, text=True, timeout=FETCH_SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise CopydeskError(f"Maven did not end within {FETCH_SECONDS} s", retriable=True) from error
        if done.returncode:
            said = (done.stdout + done.stderr).strip()[-2000:]
            raise CopydeskError(f"Maven could not fetch Apache Kafka:\n{said}", retriable=True)
        target.rename(jars)
