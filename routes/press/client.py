"""Asks the press: starts it when it is needed and again when it has died, and ends jobs in time."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from routes.press.job import Job, Report

PRINTER = "routes.press.printing:print_job"
PROJECT = Path(__file__).resolve().parents[2]


class PressFailed(Exception):
    """Nothing was printed. Says why, for the log."""


class TookTooLong(PressFailed):
    """The job was ended after its time."""


@dataclass(frozen=True)
class Answer:
    """What the press made of a job; `pdf` is empty when sections do not fit (see the report)."""

    pdf: bytes
    report: Report
    complaints: list[str] = field(default_factory=list)


class Press:
    """One press for this process and all its threads; a forked process gets one of its own."""

    def __init__(
        self, environment: Mapping[str, str], seconds: int, printer: str = PRINTER
    ) -> None:
        self._environment = dict(environment)
        self._seconds = seconds
        self._printer = printer
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0

    def print(self, job: Job) -> Answer:
        """Print a job. Raises TookTooLong, PressFailed."""
        until = time.monotonic() + self._seconds
        data = job.to_json().encode()
        try:
            with self._connection() as connection:
                return _asked(connection, data, until)
        except (BrokenPipeError, ConnectionError):
            # The press had gone to sleep or died between two jobs: once more with a new one.
            self.end()
        try:
            with self._connection() as connection:
                return _asked(connection, data, until)
        except OSError as error:
            self.end()
            raise PressFailed(f"the press does not answer: {error}") from error

    @property
    def process_id(self) -> int:
        """Of the press that runs; 0 when none does."""
        return self._process.pid if self._process and self._process.poll() is None else 0

    def end(self) -> None:
        """End the press and what it prints just now."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @contextmanager
    def _connection(self) -> Iterator[socket.socket]:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            with self._lock:
                control = self._running()
                socket.send_fds(control, [b"job"], [theirs.fileno()])
            theirs.close()
            yield ours

    def _running(self) -> socket.socket:
        """The control socket of a press that is alive."""
        if self._owner != os.getpid():
            self._process = self._control = None  # those of the process that forked us
        if self._control is None or self._process is None or self._process.poll() is not None:
            self._end()
            self._control, self._process = self._started()
            self._owner = os.getpid()
        return self._control

    def _started(self) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "routes.press.server"]
            command += ["--socket", str(theirs.fileno()), "--printer", self._printer]
            command += ["--seconds", str(self._seconds)]
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=PROJECT,
                env=self._environment,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the web server; we end with it anyway
            )
        return ours, process


def _asked(connection: socket.socket, data: bytes, until: float) -> Answer:
    """Hand the job over and wait for the answer, but not longer than `until`."""
    worker = 0
    try:
        connection.settimeout(max(0.1, until - time.monotonic()))
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        received = bytearray()
        while True:
            connection.settimeout(max(0.01, until - time.monotonic()))
            part = connection.recv(1 << 18)
            if not part:
                break
            received += part
            if not worker and b"\n" in received:
                worker = int(received[: received.index(b"\n")])
    except TimeoutError:
        if not worker:
            raise ConnectionAbortedError("the press is stuck") from None
        raise TookTooLong("it took too long") from None
    finally:
        if worker:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(worker, signal.SIGKILL)
    if not worker:
        raise ConnectionError("no answer")
    return _answer(bytes(received))


def _answer(received: bytes) -> Answer:
    _worker, _newline, rest = received.partition(b"\n")
    line, newline, pdf = rest.partition(b"\n")
    if not newline:
        raise PressFailed("it ended before it was done; perhaps it needed too much memory")
    head = json.loads(line)
    if head["error"]:
        raise PressFailed("; ".join([head["error"], *head["complaints"]]))
    if len(pdf) != head["size"]:
        raise PressFailed("half a file came out")
    if pdf and not (pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")):
        raise PressFailed("what came out is no PDF")
    return Answer(pdf, Report.from_json(head["report"]), head["complaints"])
