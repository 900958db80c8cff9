"""A real Neo4j from Maven artifacts, or from Docker, for tests, benchmarks and the demo.

``python -m tests.neo4j_server [--version 5.26.20]`` starts one, prints how to reach it as lines
that a shell can read, and stops it when it is itself stopped. Nothing outlives the process that
started it: see ``process_guard``.
"""

import argparse
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

LTS = "5.26.20"
CALENDAR = "2026.09.0"
CACHE = Path(__file__).resolve().parent.parent / ".cache" / "neo4j"
_GUARD = Path(__file__).with_name("process_guard.py")
_START_SECONDS = 90.0
_OPENED = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch",
           "java.base/java.util.concurrent", "java.base/java.lang")  # fmt: skip


class CannotStart(Exception):
    """No Neo4j can be started here; the message says what to install or what went wrong."""


@dataclass(frozen=True, slots=True)
class Address:
    """How to reach a server."""

    uri: str
    user: str
    password: str


def address_of_environment() -> Address | None:
    """The server that NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD name, or None."""
    uri = os.environ.get("NEO4J_URI")
    if not uri:
        return None
    user = os.environ.get("NEO4J_USER", "neo4j")
    return Address(uri, user, os.environ.get("NEO4J_PASSWORD", ""))


def empty(address: Address) -> None:
    """Delete all data; constraints and indexes stay, for making them anew takes seconds."""
    delete = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
    with _driver(address) as driver, driver.session() as session:
        session.run(delete).consume()


def is_empty(address: Address) -> bool:
    """Whether the server holds no data."""
    with _driver(address) as driver:
        return not driver.execute_query("MATCH (n) RETURN 1 LIMIT 1").records


def _driver(address: Address) -> neo4j.Driver:
    auth = (address.user, address.password)
    return neo4j.GraphDatabase.driver(address.uri, auth=auth, max_transaction_retry_time=0)


@dataclass(frozen=True, slots=True)
class Release:
    """A Neo4j release: its main class and the Java feature releases it runs on."""

    version: str
    main: str
    javas: tuple[int, ...]


def release(version: str) -> Release:
    """What is known of a version."""
    if version.startswith("5."):
        return Release(version, "org.neo4j.server.CommunityEntryPoint", (17, 21))
    return Release(version, "org.neo4j.server.Neo4jCommunity", (21, 25))


def _java_candidates() -> list[Path]:
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    for folder in ("/usr/lib/jvm", "/opt", "/opt/java", "/Library/Java/JavaVirtualMachines",
                   "~/.sdkman/candidates/java", "~/.jdks"):  # fmt: skip
        homes += sorted(Path(folder).expanduser().glob("*"))
    binaries = [home / tail / "bin" / "java" for home in homes for tail in ("", "Contents/Home")]
    on_path = shutil.which("java")
    return ([Path(on_path)] if on_path else []) + [item for item in binaries if item.is_file()]


def _java_version(java: Path) -> int:
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else 0


def find_java(allowed: tuple[int, ...]) -> Path | None:
    """A ``java`` of one of those feature releases, or None."""
    seen: set[Path] = set()
    for java in _java_candidates():
        if (real := java.resolve()) not in seen and _java_version(java) in allowed:
            return java
        seen.add(real)
    return None


def _pom(version: str) -> str:
    artifacts = (("org.neo4j", "neo4j"), ("org.neo4j.app", "neo4j-server"))
    wanted = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>"
        f"<version>{version}</version></dependency>"
        for group, name in artifacts
    )
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        "<groupId>local</groupId><artifactId>neo4j-jars</artifactId><version>1</version>"
        f"<dependencies>{wanted}</dependencies></project>"
    )


def jars(version: str) -> Path:
    """The folder of the server's jars, fetched by Maven the first time.

    Raises:
        CannotStart: Maven is missing or fails.
    """
    folder = CACHE / version / "lib"
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise CannotStart("Maven (`mvn`) is not on PATH; install it, e.g. `apt install maven`")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        pom = Path(scratch) / "pom.xml"
        pom.write_text(_pom(version), encoding="utf-8")
        command = [maven, "-q", "-B", "-f", str(pom), "dependency:copy-dependencies",
                   "-DincludeScope=runtime", f"-DoutputDirectory={scratch}/lib"]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotStart(f"Maven could not fetch Neo4j {version}:\n{done.stdout[-2000:]}")
        _settle(Path(scratch) / "lib", folder)
    return folder


def _settle(fetched: Path, folder: Path) -> None:
    """Move into place in one step, for another run may fetch the same at the same time."""
    try:
        fetched.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise


SMALL = ("-Xms256m", "-Xmx1g", "-XX:+UseSerialGC")
"""Java's options for a server that starts at once and leaves room for others."""
USUAL = ("-Xms2g", "-Xmx2g", "-XX:+UseG1GC", "-XX:+AlwaysPreTouch")
"""As Neo4j itself sets them, with a heap that fits this graph."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _configuration(port: int, settings: Sequence[str]) -> str:
    return "\n".join(
        (
            *settings,
            "server.default_listen_address=127.0.0.1",
            f"server.bolt.listen_address=127.0.0.1:{port}",
            f"server.bolt.advertised_address=127.0.0.1:{port}",
            "server.http.enabled=false",
            "server.https.enabled=false",
            "server.memory.pagecache.size=256m",
            "dbms.usage_report.enabled=false",
            "dbms.security.auth_max_failed_attempts=0",  # tests try wrong passwords
            "db.tx_log.rotation.retention_policy=keep_none",
            "",
        )
    )


def _maven_command(
    version: str, home: Path, port: int, java_options: Sequence[str], settings: Sequence[str]
) -> list[str]:
    wanted = release(version)
    java = find_java(wanted.javas)
    if java is None:
        names = " or ".join(map(str, wanted.javas))
        raise CannotStart(f"Neo4j {version} needs Java {names}; install one, or set JAVA_HOME")
    lib = jars(version)
    conf = home / "conf"
    conf.mkdir(exist_ok=True)
    (conf / "neo4j.conf").write_text(_configuration(port, settings), encoding="utf-8")
    opened = [f"--add-opens={name}=ALL-UNNAMED" for name in _OPENED]
    return [str(java), *java_options, *opened, "-cp", f"{lib}/*", wanted.main,
            f"--home-dir={home}", f"--config-dir={conf}"]  # fmt: skip


def docker_works() -> bool:
    """Whether a Docker daemon answers."""
    docker = shutil.which("docker")
    if docker is None:
        return False
    return subprocess.run([docker, "info"], capture_output=True, check=False).returncode == 0


def _docker_command(version: str, port: int) -> list[str]:
    return ["docker", "run", "--rm", "-p", f"127.0.0.1:{port}:7687",
            "-e", f"NEO4J_server_bolt_advertised__address=127.0.0.1:{port}",
            "-e", "NEO4J_dbms_usage__report_enabled=false",
            f"neo4j:{version}-community"]  # fmt: skip


@dataclass(slots=True)
class Neo4jServer:
    """A server of our own on loopback; its data live until ``close``."""

    version: str = LTS
    java_options: Sequence[str] = SMALL
    settings: Sequence[str] = ()
    port: int = field(default_factory=_free_port)
    user: str = "neo4j"
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    _home: Path | None = None
    _password_set: bool = False
    _guard: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> Address:
        """How to reach it, with routing."""
        return Address(f"neo4j://127.0.0.1:{self.port}", self.user, self.password)

    @property
    def log(self) -> Path:
        """What the server printed."""
        assert self._home is not None, "the server was never started"
        return self._home / "console.log"

    @property
    def pid(self) -> int | None:
        """Process id of the guard, None while stopped."""
        return self._guard.pid if self._guard else None

    def start(self) -> "Neo4jServer":
        """Start it and wait until it takes the password.

        Raises:
            CannotStart: Something is missing here, or the server did not come up.
        """
        if self._home is None:
            self._home = Path(tempfile.mkdtemp(prefix="pearlnet-neo4j-"))
        try:
            command = self._command(self._home)
            guard = [sys.executable, "-S", str(_GUARD), "--remove", str(self._home)]
            guard += ["--"] if command[0] == "docker" else ["--abrupt", "--"]
            with self.log.open("ab") as log:
                self._guard = subprocess.Popen(
                    [*guard, *command],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            self._wait()
        except BaseException:
            self.close()
            raise
        return self

    def stop(self) -> None:
        """Stop it and keep its data, so that it can start again."""
        self._end("keep")

    def kill(self) -> None:
        """End it by SIGKILL and keep its data."""
        self._end("kill")

    def close(self) -> None:
        """Stop it and remove its data."""
        self._end("drop")
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = None

    def _command(self, home: Path) -> list[str]:
        try:
            return _maven_command(self.version, home, self.port, self.java_options, self.settings)
        except CannotStart as missing:
            if docker_works():
                return _docker_command(self.version, self.port)
            raise CannotStart(f"{missing}. Or start Docker, or set NEO4J_URI") from missing

    def _end(self, word: str) -> None:
        guard, self._guard = self._guard, None
        if guard is None or guard.stdin is None:
            return
        try:
            guard.stdin.write(word.encode())
            guard.stdin.close()
        except BrokenPipeError:  # the server has ended by itself, and the guard with it
            pass
        guard.wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._guard is not None and self._guard.poll() is not None:
                raise CannotStart(f"Neo4j {self.version} ended at once:\n{self._log_tail()}")
            if time.monotonic() > deadline:
                raise CannotStart(f"Neo4j {self.version} did not answer:\n{self._log_tail()}")
            time.sleep(0.2)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)):
                return False
        try:
            if not self._password_set:
                self._change_first_password()
            return self._takes(self.password)
        except (DriverError, Neo4jError):  # Bolt opens a little before the databases do
            return False

    def _takes(self, password: str) -> bool:
        with self._driver(password) as driver:
            driver.execute_query("RETURN 1")
        return True

    def _change_first_password(self) -> None:
        change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
        with self._driver("neo4j") as driver, driver.session(database="system") as session:
            session.run(change, password=self.password).consume()
        self._password_set = True

    def _driver(self, password: str) -> neo4j.Driver:
        return _driver(Address(f"bolt://127.0.0.1:{self.port}", self.user, password))

    def _log_tail(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]


def main() -> int:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m tests.neo4j_server")
    parser.add_argument("--version", default=LTS)
    server = Neo4jServer(parser.parse_args().version)
    stopped = threading.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: stopped.set())
    try:
        server.start()
    except CannotStart as why:
        sys.stderr.write(f"{why}\n")
        return 1
    sys.stdout.write(
        f"export NEO4J_URI={server.address.uri}\n"
        f"export NEO4J_USER={server.user}\n"
        f"export NEO4J_PASSWORD={server.password}\n"
    )
    sys.stdout.flush()
    stopped.wait()
    server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
