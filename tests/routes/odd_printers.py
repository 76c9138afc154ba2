"""Printers that do what a printer should not, for tests of the press."""

import os
import subprocess
import sys
import time
from pathlib import Path

from routes.press.job import Job, Report
from routes.press.printing import Printed


def endless(job: Job) -> Printed:
    """Says who it is in the file that the job names, starts a child of its own, and never ends."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(job.html).write_text(f"{os.getpid()} {child.pid}")
    time.sleep(60)
    raise AssertionError


def dying(job: Job) -> Printed:
    os._exit(3)


class _Longer(bytes):
    def __len__(self) -> int:
        return 10_000


def half(job: Job) -> Printed:
    return Printed(_Longer(b"%PDF-1.7 half of it %%EOF"), Report())


def hungry(job: Job) -> Printed:
    """Takes more memory than it may."""
    return Printed(bytes(2_000_000_000), Report())


def failing(job: Job) -> Printed:
    raise RuntimeError("it does not work today")


def no_pdf(job: Job) -> Printed:
    return Printed(b"<html>", Report())
