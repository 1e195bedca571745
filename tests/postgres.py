"""A PostgreSQL server for one run of the tests, and gone after it.

    with throwaway_server() as address:     # a DATABASE_URL
        ...

or, to run one command against it: `python tests/postgres.py COMMAND ...`.

The server listens on a socket in a folder of its own, so it takes no port and meets no other server. It is our own
child, and on Linux the kernel ends it when we are killed. Root may not run PostgreSQL, so root hands it to the user
`postgres`.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

USER = "mithaq"
# A socket's path has 108 bytes on Linux and 104 elsewhere; PostgreSQL adds the name of its own file.
LONGEST_SOCKET_FOLDER = 85
SECONDS_TO_START = 60
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # a power cut may take a throw-away server
PR_SET_PDEATHSIG = 1


class NoServer(Exception):
    """PostgreSQL cannot be started here; the message says why in a sentence."""


@contextmanager
def throwaway_server() -> Iterator[str]:
    """Give the address of a fresh, empty server; stop and remove it at the end, however the end comes."""
    programs = server_programs()
    owner = server_owner()
    folder = Path(tempfile.mkdtemp(prefix="mithaq-"))
    server = None
    try:
        if len(str(folder)) > LONGEST_SOCKET_FOLDER:
            raise NoServer(f"{folder} is too long for a socket's path; set TMPDIR to a shorter folder.")
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        create_cluster(programs, folder, owner)
        server = start(programs, folder, owner)
        wait_until_it_answers(server, folder)
        yield f"postgres://{USER}@{quote(str(folder), safe='')}/postgres"
    finally:
        if server:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def server_programs() -> Path:
    """The folder of the server programs: those on the path, else the newest of Debian's, which are off the path."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    for initdb in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: -int(found.parts[-3])):
        return initdb.parent
    raise NoServer("PostgreSQL's server programs (initdb, postgres) are not installed; bin/setup says how.")


def server_owner() -> pwd.struct_passwd | None:
    """Whom root hands the server to; None for everyone else, who runs it as themselves."""
    if os.getuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        raise NoServer("Root may not run PostgreSQL, and there is no user `postgres` to run it.") from None


def create_cluster(programs: Path, folder: Path, owner: pwd.struct_passwd | None) -> None:
    """Write an empty cluster that trusts whoever can reach its socket: only the folder's owner and root can."""
    command = [str(programs / "initdb"), "--pgdata=cluster", f"--username={USER}", "--auth=trust", "--no-sync"]
    made = subprocess.run(
        [*command, "--encoding=UTF8", "--locale=C.UTF-8"],
        **surroundings(folder, owner),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if made.returncode:
        raise NoServer(f"initdb failed:\n{made.stdout}")


def start(programs: Path, folder: Path, owner: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own, so that Ctrl-C reaches us and not it."""
    settings = ["listen_addresses=", f"unix_socket_directories={folder}", *HASTE]
    command = [str(programs / "postgres"), "-D", "cluster", *(word for setting in settings for word in ("-c", setting))]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            **surroundings(folder, owner),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,
        )


def surroundings(folder: Path, owner: pwd.struct_passwd | None) -> dict[str, object]:
    """Working folder, environment and owner of a server program."""
    bare = {"PATH": os.defpath, "HOME": str(folder), "TZ": "UTC", "LC_ALL": "C"}
    ownership = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    return {"cwd": folder, "env": bare, **ownership}


def end_with_parent() -> None:
    """Ask the kernel to send SIGQUIT, PostgreSQL's "stop now", when our parent dies."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def wait_until_it_answers(server: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until the server takes a connection."""
    import psycopg

    give_up_at = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < give_up_at:
        with suppress(psycopg.OperationalError):
            psycopg.connect(host=str(folder), user=USER, dbname="postgres").close()
            return
        time.sleep(0.05)
    raise NoServer(f"PostgreSQL did not start:\n{(folder / 'log').read_text(errors='replace')}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop at once: nothing in a throw-away server is worth a checkpoint."""
    server.send_signal(signal.SIGQUIT)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def main(command: list[str]) -> int:
    """Run a command with the address of a throw-away server in DATABASE_URL; return its exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with throwaway_server() as address:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
