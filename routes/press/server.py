"""The press itself: a small process that has WeasyPrint read and fonts known, and forks per job.

Started by `client.Press`, which holds the other end of its control socket and sends it one more
socket for each job. The fork reads the job from there, prints, answers and ends: what it took of
memory goes with it. When the control socket closes, because the web process ended however it
ended, the press ends and takes its forks along. It ends by itself when nobody asks for a while.

An answer is the number of the fork, a line of JSON, and the PDF; see `client`.
"""

import argparse
import gc
import importlib
import json
import logging
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from routes.press.job import Job, Report

# Everything mapped, libraries included; in use are some 110 MB for twelve pages.
MOST_ADDRESS_SPACE = 600 * 1024 * 1024
NICENESS = 10  # web pages come first
IDLE_SECONDS = 900
LOOK_AFTER_FORKS = 1.0

# Read once, before the first fork: words of all languages, for their fonts and hyphenation.
_WARMING = (
    "<html lang='lv'><title>Cepļi</title><style>@page{size:A6}p{hyphens:auto}</style>"
    "<main><section id='a'><h1>Ciemā cep maizi</h1><p lang='lt'>Kaime kepama duona</p>"
    "<p lang='en'>The village bakes bread</p><table><tr><th scope='col'>1</th></tr></table>"
    "<svg viewBox='0 0 9 9' role='img'><title>x</title><path d='M0 0L9 9'/><text>a</text></svg>"
    "</section></main>"
)

Printer = Callable[[Job], Any]


class _Complaints(logging.Handler):
    """Collects what goes wrong on the way, to be told with the answer."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.told) < 100:
            self.told.append(f"{record.name}: {record.getMessage()}"[:500])


class Server:
    def __init__(self, control: socket.socket, printer: Printer, seconds: int) -> None:
        self.control = control
        self.printer = printer
        self.seconds = seconds
        self.forks: dict[int, str] = {}  # process ids and their temporary folders

    def serve(self) -> None:
        """Take jobs until the control socket closes or nobody has asked for long."""
        last_asked = time.monotonic()
        self.control.settimeout(LOOK_AFTER_FORKS)
        while True:
            self._reap()
            try:
                said, descriptors, _flags, _address = socket.recv_fds(self.control, 16, 4)
            except TimeoutError:
                if not self.forks and time.monotonic() - last_asked > IDLE_SECONDS:
                    return
                continue
            except OSError:
                said, descriptors = b"", []
            if not said:
                self._end_all()
                return
            last_asked = time.monotonic()
            for descriptor in descriptors:
                self._begin(socket.socket(fileno=descriptor))

    def _begin(self, connection: socket.socket) -> None:
        folder = tempfile.mkdtemp(prefix="press-")
        try:
            process = os.fork()
        except OSError:  # the machine is full: who asked meets a closed socket
            connection.close()
            shutil.rmtree(folder, ignore_errors=True)
            return
        if process == 0:
            code = 1
            try:
                self.control.close()
                self._work(connection, folder)
                code = 0
            finally:
                os._exit(code)
        connection.close()
        self.forks[process] = folder

    def _work(self, connection: socket.socket, folder: str) -> None:
        os.setsid()  # a group of its own, to be ended as a whole
        signal.alarm(self.seconds + 5)  # for when whoever asked died first
        resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESS_SPACE, MOST_ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CPU, (self.seconds + 5, self.seconds + 6))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        tempfile.tempdir = folder
        complaints = _Complaints()
        for logger in (logging.getLogger("brochure"), logging.getLogger("weasyprint")):
            logger.setLevel(logging.ERROR)
            logger.propagate = False
            logger.addHandler(complaints)
        connection.sendall(b"%d\n" % os.getpid())
        with connection.makefile("rb") as file:
            text = file.read().decode()
        pdf, report, error = b"", Report(), ""
        try:
            printed = self.printer(Job.from_json(text))
            pdf, report = printed.pdf, printed.report
        except BaseException as reason:  # whatever it is, who asked must hear of it
            error = f"{type(reason).__name__}: {reason}"[:2000]
        head = {
            "size": len(pdf),
            "report": report.to_json(),
            "error": error,
            "complaints": complaints.told,
        }
        connection.sendall(json.dumps(head).encode() + b"\n")
        connection.sendall(pdf)
        connection.close()

    def _reap(self) -> None:
        """Take leave of forks that have ended, and of what they left on the disk."""
        for process in list(self.forks):
            done, _status = os.waitpid(process, os.WNOHANG)
            if done:
                shutil.rmtree(self.forks.pop(process), ignore_errors=True)

    def _end_all(self) -> None:
        for process in self.forks:
            with suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)  # it had no group of its own yet
        for process, folder in self.forks.items():
            with suppress(ChildProcessError):
                os.waitpid(process, 0)
            shutil.rmtree(folder, ignore_errors=True)
        self.forks.clear()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--socket", type=int, required=True, help="the number of the control socket"
    )
    parser.add_argument("--printer", default="routes.press.printing:print_job")
    parser.add_argument("--seconds", type=int, default=30)
    options = parser.parse_args()

    os.nice(NICENESS)
    logging.basicConfig(stream=sys.stderr, level=logging.CRITICAL)
    module, _colon, name = options.printer.partition(":")
    printer: Printer = getattr(importlib.import_module(module), name)
    if module == "routes.press.printing":
        printer(Job(_WARMING, "http://localhost/"))
    gc.collect()
    gc.disable()  # saves a sixth of the time, and costs 5 MB of a process that ends soon
    gc.freeze()
    Server(socket.socket(fileno=options.socket), printer, options.seconds).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
