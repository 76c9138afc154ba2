"""The server that is there when it is needed, and gone when nobody needs it."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import embedded_postgres
from config.embedded_postgres import Server, ServerError

PROJECT = embedded_postgres.PROJECT
HOLD = """
import sys
from pathlib import Path
from config.embedded_postgres import Server
print(Server(Path(sys.argv[1]), durable=False).start(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: pytest's own are too long for a socket."""
    made = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp")) / "server"
    yield made
    Server(made).stop()
    shutil.rmtree(made.parent)


def ask(address: str, question: str) -> str:
    with psycopg.connect(address) as connection:
        answer = connection.execute(question).fetchone()  # type: ignore[arg-type]
    return answer[0] if answer else ""


def another_user(folder: Path) -> subprocess.Popen[str]:
    """A process that holds the server until its standard input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, folder],
        cwd=PROJECT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout and process.stdout.readline().startswith("postgresql://")
    return process


def test_importing_the_module_does_nothing(tmp_path):
    copied = tmp_path / "config"
    copied.mkdir()
    shutil.copy(embedded_postgres.__file__, copied / "embedded_postgres.py")

    subprocess.run(
        [sys.executable, "-B", "-c", "import config.embedded_postgres as e; e.address()"],
        cwd=tmp_path,
        check=True,
    )

    assert [path.name for path in tmp_path.rglob("*")] == ["config", "embedded_postgres.py"]


@pytest.mark.slow
@pytest.mark.parametrize(("durable", "fsync"), [(True, "on"), (False, "off")])
def test_server_keeps_the_letters_and_is_durable_where_people_write(folder, durable, fsync):
    server = Server(folder, durable=durable)

    address = server.start()

    assert ask(address, "SHOW fsync") == fsync
    assert ask(address, "SELECT upper('šķēršļi ąžuolų žiedai')") == "ŠĶĒRŠĻI ĄŽUOLŲ ŽIEDAI"
    assert ask(address, "SHOW listen_addresses") == ""
    server.release()
    assert not server.running()


@pytest.mark.slow
def test_last_user_stops_the_server_and_no_other(folder):
    server = Server(folder, durable=False)
    other = another_user(folder)
    server.start()

    other.communicate("")
    assert server.running()

    server.release()
    assert not server.running()


@pytest.mark.slow
def test_killed_user_leaves_no_server_to_the_next(folder):
    other = another_user(folder)
    other.send_signal(signal.SIGKILL)
    other.communicate()
    server = Server(folder, durable=False)
    assert server.running()

    server.start()
    server.release()

    assert not server.running()


@pytest.mark.slow
def test_kept_server_stays_until_it_is_stopped(folder):
    server = Server(folder, durable=False)
    server.start()
    server.kept.touch()
    server.release()
    assert server.running()

    server.stop()

    assert not server.running()
    assert not server.kept.exists()


@pytest.mark.slow
def test_written_rows_outlive_a_killed_server_whose_number_was_given_away(folder):
    server = Server(folder)
    address = server.start()
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE oaks AS SELECT 'Stelmužė' AS name")
    mark = server.data / "postmaster.pid"
    lines = mark.read_text().splitlines()
    os.kill(int(lines[0]), signal.SIGQUIT)  # it does not get to write what it has in memory
    while server.running() or mark.exists():
        time.sleep(0.02)
    mark.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    assert ask(server.start(), "SELECT name FROM oaks") == "Stelmužė"


@pytest.mark.slow
def test_folder_too_deep_for_a_socket_gets_a_temporary_one(folder):
    server = Server(folder / ("deep" * 30), durable=False)

    assert ask(server.start(), "SELECT 'here'") == "here"
    sockets = server.socket_folder()
    assert sockets.stat().st_mode & 0o777 == 0o700
    assert sockets.parent == Path(tempfile.gettempdir())

    server.stop()
    assert not sockets.exists()


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
@pytest.mark.parametrize("first", ["root", "nobody"])
def test_root_without_namespaces_runs_the_server_as_nobody(folder, monkeypatch, first):
    """Plain Docker; also when the data was made on a machine that has namespaces."""
    folder.parent.chmod(0o700)
    if first == "root":
        Server(folder, durable=False).start()
        Server(folder).stop()
    monkeypatch.setattr(embedded_postgres, "_in_a_namespace", lambda: os._exit(1))
    server = Server(folder, durable=False)

    assert ask(server.start(), "SELECT 'here'") == "here"
    assert server.data.stat().st_uid == embedded_postgres.NOBODY


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another user")
def test_root_in_a_users_project_runs_the_server_as_that_user(folder):
    folder.parent.chmod(0o700)
    user = pwd.getpwnam("daemon").pw_uid
    os.chown(folder.parent, user, user)
    server = Server(folder, durable=False)

    server.start()

    assert {path.stat().st_uid for path in (folder, *folder.iterdir())} == {user}


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_root_in_a_folder_of_no_known_user_still_has_a_server(folder):
    """A project of the host, mounted into a container."""
    os.chown(folder.parent, 4321, 4321)

    assert ask(Server(folder, durable=False).start(), "SELECT 'here'") == "here"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make another user's folder")
def test_another_users_database_is_refused_with_a_sentence(folder):
    folder.mkdir()
    folder.parent.chmod(0o755)
    code = (
        "import os, pathlib, sys\n"
        "from config.embedded_postgres import Server, ServerError\n"
        "os.setuid(4321)\n"
        "try:\n"
        "    Server(pathlib.Path(sys.argv[1])).start()\n"
        "except ServerError as error:\n"
        "    print(error)\n"
    )

    said = subprocess.run(
        [sys.executable, "-c", code, folder], cwd=PROJECT, capture_output=True, text=True
    ).stdout

    assert "belongs to another user (number 0)" in said
    assert "sudo chown" in said


def test_database_of_another_version_is_refused_with_a_sentence(folder):
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text("9\n")

    with pytest.raises(ServerError, match="made by PostgreSQL 9"):
        Server(folder).start()


def test_missing_package_is_told_with_what_to_do(folder, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(ServerError, match="script/demo .* DATABASE_URL"):
        Server(folder).start()


def test_tests_have_a_server_of_their_own():
    assert embedded_postgres.server().folder == PROJECT / ".postgres" / "tests"
    assert embedded_postgres.server(in_tests=False).folder == PROJECT / ".postgres" / "demo"
    assert not embedded_postgres.server().durable
    assert embedded_postgres.server(in_tests=False).durable
