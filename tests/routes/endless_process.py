"""Stands in for the brochure's child: says who it is, starts a child of its own, and never ends."""

import os
import subprocess
import sys
import time
from pathlib import Path

own = dict(part.split("=", 1) for part in sys.argv if part.startswith("/media/="))
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
folder = Path(own["/media/"])
folder.mkdir(parents=True, exist_ok=True)
(folder / "pids").write_text(f"{os.getpid()} {grandchild.pid}")
time.sleep(60)
