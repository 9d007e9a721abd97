"""The peers' own environment, made once and kept in the caches of whoever measures."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

PINNED = Path(__file__).parent / "requirements.txt"


def environment() -> Path:
    """The folder of programs of an environment with the pinned peers; installs it where it is not there yet."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    version = sha256(PINNED.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = caches / "export-controls-benchmarks" / version
    if not (folder / "whole").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "-q", "-r", str(PINNED)], check=True)
        (folder / "whole").touch()  # last, so that one that broke off is made anew
    return folder / "bin"
