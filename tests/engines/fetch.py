"""Fetches the engines that the tests run against, by Maven, Go and pip, into a folder outside the repository.

    python -m tests.engines.fetch            all of them
    python -m tests.engines.fetch elasticmq  only these

What cannot be had is named on the way, with what the tool said; the tests that need it are then skipped by
name. A second run fetches nothing that is there already.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TRIES = 3
_DONE = ".fetched"
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>octavo.tests</groupId><artifactId>engine</artifactId><version>1</version>
<dependencies>{dependencies}</dependencies>
</project>
"""


def folder() -> Path:
    """Where they are kept: OCTAVO_ENGINES, or below the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(os.environ.get("OCTAVO_ENGINES") or Path(cache, "octavo", "engines"))


@dataclass(frozen=True)
class Jars:
    """An engine that runs on Java: what Maven is asked for, as group:artifact:version."""

    name: str
    artifacts: tuple[str, ...]

    @property
    def home(self) -> Path:
        """A folder of its own for each set of versions."""
        return folder() / self.name / "+".join(one.rpartition(":")[2] for one in self.artifacts)

    def classpath(self) -> str | None:
        """What Java is to be started with; None where it could not be had, or there is no Java."""
        is_here = (self.home / _DONE).exists() and shutil.which("java") is not None
        return str(self.home / "*") if is_here else None

    def fetch(self) -> None:
        """Have Maven bring the artifacts and all that they need."""
        dependencies = "".join(map(_dependency, self.artifacts))
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "pom.xml").write_text(_POM.format(dependencies=dependencies))
        _call(
            [
                "mvn",
                "--quiet",
                "--batch-mode",
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                f"-DoutputDirectory={self.home}",
            ],
            self.home,
        )


@dataclass(frozen=True)
class Program:
    """An engine or a tool that Go builds from its sources: its package, with a version.

    built: what Go calls the program, where that is not its name.
    """

    name: str
    package: str
    built: str = ""

    @property
    def home(self) -> Path:
        """A folder of its own for each version."""
        return folder() / self.name / self.package.rpartition("@")[2]

    def path(self) -> str | None:
        """The program; None where it could not be had."""
        return str(self.home / (self.built or self.name)) if (self.home / _DONE).exists() else None

    def fetch(self) -> None:
        """Have Go fetch and build it."""
        self.home.mkdir(parents=True, exist_ok=True)
        _call(["go", "install", self.package], self.home, GOBIN=str(self.home))


@dataclass(frozen=True)
class Wheel:
    """An engine in Python that cannot live beside what we need ourselves: what pip is asked for, as
    name==version, for an environment of its own."""

    name: str
    requirement: str

    @property
    def home(self) -> Path:
        """A folder of its own for each version and each Python."""
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        return folder() / self.name / f"{self.requirement.rpartition('=')[2]}-{python}"

    def path(self) -> str | None:
        """The program; None where it could not be had."""
        return str(self.home / "bin" / self.name) if (self.home / _DONE).exists() else None

    def fetch(self) -> None:
        """Make the environment and have pip fill it."""
        _call([sys.executable, "-m", "venv", str(self.home)], folder())
        pip = [str(self.home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
        _call([*pip, "--quiet", self.requirement], self.home)


ELASTICMQ = Jars("elasticmq", ("org.elasticmq:elasticmq-server_2.13:1.6.11",))
NEO4J = Jars("neo4j", ("org.neo4j:neo4j:5.26.0", "org.neo4j.app:neo4j-server:5.26.0"))
OPENSEARCH = Jars(
    "opensearch",
    (
        "org.opensearch:opensearch:2.19.6",
        "org.opensearch:opensearch-plugin-classloader:2.19.6",
        "org.opensearch.plugin:transport-netty4-client:2.19.6",
        "org.apache.logging.log4j:log4j-core:2.25.4",
    ),
)
VERSITYGW = Program("versitygw", "github.com/versity/versitygw/cmd/versitygw@v1.8.0")
# What says whether placements are right: each has within it what it goes by.
COMPOSE = Program("compose-go", "github.com/compose-spec/compose-go/v2/cmd@v2.16.2", "cmd")
KUBERNETES = Program("kubectl-validate", "sigs.k8s.io/kubectl-validate@v0.0.4")
MINISTACK = Wheel("ministack", "ministack==1.5.33")
Engine = Jars | Program | Wheel
ENGINES: tuple[Engine, ...] = (ELASTICMQ, NEO4J, OPENSEARCH, VERSITYGW, COMPOSE, KUBERNETES, MINISTACK)


class NotToBeHadError(Exception):
    """The tool's own words on why it could not be fetched."""


def _dependency(artifact: str) -> str:
    group, name, version = artifact.split(":")
    return (
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>"
        f"<version>{version}</version></dependency>"
    )


def _call(command: list[str], home: Path, **environment: str) -> None:
    if shutil.which(command[0]) is None:
        raise NotToBeHadError(f"{command[0]} is not installed")
    said = ""
    for _ in range(_TRIES):
        done = subprocess.run(
            command, cwd=home, env=os.environ | environment, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            (home / _DONE).touch()
            return
        said = (done.stdout + done.stderr).strip()
    raise NotToBeHadError(said[:400])


def main(names: Sequence[str]) -> int:
    """Fetch these, or all; 0 also where some could not be had, as tests name them again."""
    for engine in ENGINES:
        if (names and engine.name not in names) or (engine.home / _DONE).exists():
            continue
        print(f"octavo: fetching for the tests: {engine.name}", file=sys.stderr, flush=True)
        try:
            engine.fetch()
        except NotToBeHadError as why:
            print(f"octavo: {engine.name} could not be had: {why}", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
