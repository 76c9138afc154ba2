"""Prepares everything and serves the demo until it is told to stop."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # of whatever folder it is run

from script import preparation
from script.machine import PROJECT, TOOLS
from script.preparation import ENVIRONMENT, MADE_HERE, PYTHON
from script.progress import Failure, end, ended, output_of, say, step

HOST = "127.0.0.1"
STAMPS = TOOLS / "stamps.json"
LOG = PROJECT / "var" / "demo.log"
MANAGE = [PYTHON, PROJECT / "manage.py"]
OLDEST_POSTGRESQL = 15
PATIENCE = 60  # seconds for the first page
FAREWELL = 10  # seconds for the server and the worker to end


def main() -> int:
    begin = float(os.environ.pop("DEMO_BEGAN", "") or time.monotonic())
    wanted = arguments()
    answer_signals()
    try:
        refuse_a_taken_port(wanted.port)
        preparation.prepare()
        if Path(sys.prefix) != ENVIRONMENT:
            os.environ["DEMO_BEGAN"] = str(begin)
            os.execv(PYTHON, [str(PYTHON), __file__, *sys.argv[1:]])
        serve(wanted.port, wanted.new_passwords, begin)
    except Failure as failure:
        return ended(failure)
    except KeyboardInterrupt:
        say("\nStopped.")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/demo", description="Brings everything that the demo needs, then serves it."
    )
    parser.add_argument("--port", type=port, default=8000, help="of 127.0.0.1 (default: 8000)")
    parser.add_argument(
        "--new-passwords",
        action="store_true",
        help="give the demo logins new passwords and show them",
    )
    return parser.parse_args()


def port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is no port; give a number from 1024 to 65535")


def answer_signals() -> None:
    """Ctrl-C, `kill` and a closed terminal end the demo, also where a shell ignores them."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup wants it ignored
        signal.signal(signal.SIGHUP, stop)


def refuse_a_taken_port(number: int) -> None:
    with contextlib.closing(socket.socket()) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, number))
        except PermissionError as error:
            raise Failure(
                f"Port {number} is kept for root. Choose one from 1024 on: script/demo --port 8000"
            ) from error
        except OSError as error:
            raise Failure(
                f"Port {number} is taken by another program, perhaps by another demo. Stop that, "
                f"or choose another port: script/demo --port {number % 65535 + 1}"
            ) from error


def refuse_a_senseless_environment() -> None:
    from django.core.exceptions import ImproperlyConfigured

    try:
        import config.settings  # noqa: F401 - it reads the environment
    except ImproperlyConfigured as error:
        raise Failure(str(error)) from error


def refuse_an_unfit_database(address: str) -> None:
    """Raise Failure when it cannot be reached or is older than PostgreSQL 15."""
    import psycopg

    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
    except psycopg.Error as error:
        raise Failure(
            f"The PostgreSQL that DATABASE_URL names cannot be reached: {error}\n"
            "Start it or correct the address; without DATABASE_URL the demo brings its own."
        ) from error
    if version < OLDEST_POSTGRESQL:
        raise Failure(
            f"DATABASE_URL names PostgreSQL {version}; {OLDEST_POSTGRESQL} or newer is needed."
        )


def serve(port: int, new_passwords: bool, begin: float) -> None:
    """Start the database, bring it up to date, serve; returns only by an exception."""
    from config import embedded_postgres  # found in .venv, hence not before

    environment = preparation.private_environment()
    refuse_a_senseless_environment()
    try:
        own_database = not environment.get("DATABASE_URL")  # each child starts or holds it too
        if own_database:
            with step("Starting PostgreSQL", "PostgreSQL ready"):
                embedded_postgres.start()
        else:
            with step("Reaching the database of DATABASE_URL", "Database reached"):
                refuse_an_unfit_database(environment["DATABASE_URL"])
        logins = bring_up_to_date(
            environment, database_mark(embedded_postgres) if own_database else None, new_passwords
        )
        LOG.unlink(missing_ok=True)
        children: list[subprocess.Popen[bytes]] = []
        try:
            with step("Starting the server", "Server ready"):
                refuse_a_taken_port(port)
                children.append(start_child(server_command(port), environment))
                wait_for_a_page(children, port)
            children.append(start_child([*MANAGE, "db_worker"], environment))
            show(port, logins, time.monotonic() - begin)
            watch(children)
        finally:
            for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(sign, signal.SIG_IGN)
            stop_children(children)
    except embedded_postgres.ServerError as error:
        raise Failure(str(error)) from error
    finally:
        embedded_postgres.release(patience=2)


# --- What has to be done once, and again when its ground has changed ------------------------------


def bring_up_to_date(environment: dict[str, str], database: str | None, new_passwords: bool) -> str:
    """Run what is not up to date; return the logins that load_demo printed, if it made any.

    Without a `database` mark (somebody's own PostgreSQL) nothing is known, so all is run.
    """
    code = digest("*/migrations/*.py", "uv.lock")
    words = digest("locale/**/*.po")
    files = digest("static/**/*", "*/static/**/*")
    folder = environment.get("STATIC_ROOT") or str(PROJECT / "var" / "static")
    marks = {
        "migrate": database and database + code,
        "compile_translations": words + code,
        "load_demo": database,  # a catalogue in use is left as it is
        "collectstatic": files + code + folder,
    }
    known = stamps()
    if not Path(folder).is_dir():
        known.pop("collectstatic", None)
    if not list(PROJECT.glob("locale/**/*.mo")):
        known.pop("compile_translations", None)
    logins = ""
    for name, doing, done, words_ in (
        ("migrate", "Preparing the tables", "Tables ready", ["--verbosity=0"]),
        ("compile_translations", "Compiling translations", "Translations ready", []),
        ("load_demo", "Loading villages, routes and events", "Demo data loaded", []),
        ("collectstatic", "Gathering static files", "Static files ready", ["--noinput", "-v0"]),
    ):
        again = name == "load_demo" and new_passwords
        if marks[name] and known.get(name) == marks[name] and not again:
            continue
        with step(doing, done):
            printed = output_of(
                [*MANAGE, name, *words_, *(["--new-passwords"] if again else [])],
                f"manage.py {name} failed; the lines above tell why.",
                environment,
            )
        if name == "load_demo":
            logins = printed.strip()
        known[name] = marks[name]
        STAMPS.parent.mkdir(exist_ok=True)
        STAMPS.write_text(json.dumps(known, indent=1))
    return logins


def stamps() -> dict[str, str | None]:
    try:
        return dict(json.loads(STAMPS.read_text()))
    except (OSError, ValueError):
        return {}


def digest(*patterns: str) -> str:
    """Changes whenever one of the files does; reads no file but asks for its size and time."""
    summary = hashlib.sha256()
    found = {path for pattern in patterns for path in PROJECT.glob(pattern) if path.is_file()}
    for path in sorted(found):
        if path.relative_to(PROJECT).parts[0] in MADE_HERE:
            continue
        about = path.stat()
        summary.update(
            f"{path.relative_to(PROJECT)} {about.st_size} {about.st_mtime_ns}\n".encode()
        )
    return summary.hexdigest()[:20]


def database_mark(embedded_postgres: object) -> str:
    """Changes when the database's folder is made anew."""
    about = (embedded_postgres.server().data / "PG_VERSION").stat()  # type: ignore[attr-defined]
    return f"{about.st_ino}-{about.st_mtime_ns}-"


# --- Serving --------------------------------------------------------------------------------------


def die_with_parent() -> None:
    """In a child: end when the demo is killed in a way that it cannot answer (Linux only)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def server_command(port: int) -> list[str | Path]:
    settings = PROJECT / "config" / "gunicorn.py"
    return [PYTHON, "-m", "gunicorn", "--config", settings, "--bind", f"{HOST}:{port}"]


def start_child(command: list[str | Path], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a program that goes on, in a session of its own: Ctrl-C reaches only the demo."""
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("ab") as log:
        return subprocess.Popen(
            [str(word) for word in command],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )


def refuse_a_dead_child(children: list[subprocess.Popen[bytes]]) -> None:
    for child, name in zip(children, ("server", "worker")):
        if child.poll() is not None:
            raise Failure(f"The {name} ended by itself. {end_of_log()}")


def end_of_log() -> str:
    lines = LOG.read_text(errors="replace").strip().splitlines()[-15:]
    return f"The last lines of {LOG}:\n\n" + "\n".join(f"    {line}" for line in lines)


def wait_for_a_page(children: list[subprocess.Popen[bytes]], port: int) -> None:
    address = f"http://{HOST}:{port}/en/"
    until = time.monotonic() + PATIENCE
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    problem: Exception | None = None
    while time.monotonic() < until:
        refuse_a_dead_child(children)
        try:
            with direct.open(address, timeout=10):
                return
        except urllib.error.HTTPError as error:
            raise Failure(f"{address} answers {error.code}. {end_of_log()}") from error
        except OSError as error:
            problem = error
            time.sleep(0.1)
    raise Failure(f"{address} does not answer: {problem}. Look into {LOG}.")


def show(port: int, logins: str, seconds: float) -> None:
    site = f"http://{HOST}:{port}"
    say(f"\nThe demo is up ({seconds:.1f} s).\n")
    for name, path in (
        ("Latviski", "/lv/"),
        ("Lietuviškai", "/lt/"),
        ("English", "/en/"),
        ("Admin", "/lv/admin/"),
    ):
        say(f"  {name:<12} {site}{path}")
    say(f"  {'Log':<12} {LOG.relative_to(PROJECT)}\n")
    if logins:
        say(logins)
    else:
        say("The logins were shown when they were made. New ones: script/demo --new-passwords")
    say("\nCtrl-C stops the demo.")


def watch(children: list[subprocess.Popen[bytes]]) -> None:
    while True:
        refuse_a_dead_child(children)
        time.sleep(0.5)


def stop_children(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask all to end at once, then wait for each; whatever they have started ends with them."""
    for child in children:
        child.terminate()
    for child in children:
        end(child, FAREWELL)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
