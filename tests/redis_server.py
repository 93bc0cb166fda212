"""A real Redis for the tests."""

import shutil
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from redis.crc import key_slot

from tests.postgres import free_port
from tests.servers import Server

PROGRAM = "redis-server"


def is_here() -> bool:
    """Whether Redis is installed."""
    return shutil.which(PROGRAM) is not None


class RedisServer(Server):
    """It keeps nothing when it is killed."""

    name = "redis"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str]:
        """Without snapshots."""
        words = [PROGRAM, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.home)]
        return [*words, "--save", ""]

    def answers(self) -> bool:
        """By a ping."""
        return self.ask("PING").startswith("+PONG")

    def ask(self, *words: str) -> str:
        """What it answers to a command, as it stands on the wire."""
        line = b"".join(b"$%d\r\n%s\r\n" % (len(word.encode()), word.encode()) for word in words)
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as link:
            link.sendall(b"*%d\r\n" % len(words) + line)
            return link.recv(1 << 16).decode(errors="replace")

    def count(self) -> int:
        """How many keys it has."""
        return int(self.ask("DBSIZE").strip().removeprefix(":"))


class ClusterNode(RedisServer):
    """One server of a cluster."""

    name = "redis-cluster"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.bus_port = free_port()

    def command(self) -> Sequence[str]:
        """It answers for what it has while others are away."""
        return [
            *super().command(),
            *("--cluster-enabled", "yes", "--cluster-port", str(self.bus_port)),
            # as short as can be while it starts; `settle` says afterwards how long it waits for others
            *("--cluster-node-timeout", "500", "--cluster-require-full-coverage", "no"),
        ]

    def settle(self, nodes: int) -> None:
        """Wait until it takes part in a cluster of so many."""
        until = time.monotonic() + self.patience
        while "cluster_state:ok" not in (told := self.ask("CLUSTER", "INFO")) or (
            f"cluster_known_nodes:{nodes}" not in told
        ):
            if time.monotonic() > until:
                raise RuntimeError(told)
            time.sleep(0.02)
        # a machine that has other work is no reason to give a server up
        self.ask("CONFIG", "SET", "cluster-node-timeout", "60000")

    def id(self) -> str:
        """What the others know it by."""
        return self.ask("CLUSTER", "MYID").split("\r\n")[1]


class RedisServers:
    """A cluster of three servers, each with a third of the slots; as one for tests that mean none of them."""

    def __init__(self, nodes: Sequence[ClusterNode]) -> None:
        self.nodes = nodes
        self._moved: dict[str, ClusterNode] = {}
        self.url = "redis+cluster://" + ",".join(f"127.0.0.1:{node.port}" for node in nodes)

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["RedisServers"]:
        """They have met, and have all slots."""
        with ExitStack() as stack:
            nodes = [stack.enter_context(ClusterNode.running()) for _ in range(3)]
            made = cls(nodes)
            for place, node in enumerate(nodes):
                first, after = (16384 * at // 3 for at in (place, place + 1))
                node.ask("CLUSTER", "ADDSLOTSRANGE", str(first), str(after - 1))
                nodes[0].ask("CLUSTER", "MEET", "127.0.0.1", str(node.port), str(node.bus_port))
            made.settle()
            yield made

    def settle(self) -> None:
        """Wait until all of them take part."""
        for node in self.nodes:
            node.settle(len(self.nodes))

    def owner(self, key: str) -> ClusterNode:
        """Which of them has the slot of this key, by its own word: it does not say who else has."""
        return next(
            one for one in self.nodes if not one.ask("EXISTS", key).startswith(("-MOVED", "-CLUSTER"))
        )

    def move(self, key: str, to: ClusterNode, *, half: bool = False) -> None:
        """Move the slot of a key to another server, as an operator does while all of it goes on. half: say
        that it moves, and move nothing yet."""
        slot = str(key_slot(key.encode()))
        source = self.owner(key)
        self._moved.setdefault(key, source)
        to.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", source.id())
        source.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", to.id())
        if half:
            return
        while keys := source.ask("CLUSTER", "GETKEYSINSLOT", slot, "100").split("\r\n")[2:-1:2]:
            told = source.ask("MIGRATE", "127.0.0.1", str(to.port), "", "0", "5000", "REPLACE", "KEYS", *keys)
            assert told.startswith(("+OK", "+NOKEY")), told
        for node in (to, source, *self.nodes):
            assert node.ask("CLUSTER", "SETSLOT", slot, "NODE", to.id()) == "+OK\r\n"

    def ask(self, *words: str) -> str:
        """What the server answers that has the key; without a key, what each does, one after another."""
        if words[0] in ("DEL", "HSET", "GET"):
            return self.owner(words[1]).ask(*words)
        return "".join(node.ask(*words) for node in self.nodes)

    def count(self) -> int:
        """How many keys they have."""
        return sum(node.count() for node in self.nodes)

    def kill(self) -> None:
        """End all of them at once."""
        for node in self.nodes:
            node.kill()

    def start(self) -> None:
        """Start those that do not run, and wait until they take part again."""
        for node in self.nodes:
            node.start()
        self.settle()

    def freeze(self) -> None:
        """See Server."""
        for node in self.nodes:
            node.freeze()

    def thaw(self) -> None:
        """See Server."""
        for node in self.nodes:
            node.thaw()

    def anew(self) -> None:
        """As if they had just been started, whatever a test did to them."""
        if not all(node.runs for node in self.nodes):
            self.start()
        for node in self.nodes:
            (node.home / "dump.rdb").unlink(missing_ok=True)
        self.ask("CONFIG", "SET", "maxmemory", "0")
        self.ask("FLUSHALL")
        for key, home in list(self._moved.items()):
            self.move(key, home)
        self._moved.clear()


AnyRedis = RedisServer | RedisServers
