"""Run a command that cannot outlive the process that asked for it.

``python process_guard.py --remove FOLDER -- COMMAND ...`` starts the command and watches its own
standard input: when that closes, or the parent is gone (kill -9 included), the command is ended
and the folder removed. If the word ``keep`` was sent before, the folder stays and the command is
ended kindly, if ``kill``, it stays and the command is killed; with ``--abrupt`` it is killed
otherwise. This file imports nothing of the project,
so that it starts fast and from anywhere.
"""

import argparse
import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

KIND_SECONDS = 20.0


def _end(process: subprocess.Popen[bytes], *, abrupt: bool) -> None:
    if abrupt:
        process.kill()
    process.terminate()
    try:
        process.wait(KIND_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _watch(process: subprocess.Popen[bytes], parent: int) -> bytes:
    """Wait for the end of the command or of the parent; what was sent last."""
    last = b""
    while process.poll() is None and os.getppid() == parent:
        if select.select([sys.stdin], [], [], 0.25)[0]:
            word = os.read(sys.stdin.fileno(), 16)
            if not word:
                break
            last = word
    return last


def _stop_watching(signum: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)


def main() -> int:
    """Guard the command of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--remove", type=Path)
    parser.add_argument("--abrupt", action="store_true")
    parser.add_argument("command", nargs="+")
    wanted = parser.parse_args()
    parent = os.getppid()
    for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(signum, _stop_watching)
    word = b""
    process = subprocess.Popen(wanted.command, stdin=subprocess.DEVNULL)
    try:
        word = _watch(process, parent)
    finally:
        if process.poll() is None:
            _end(process, abrupt=word == b"kill" or (wanted.abrupt and word != b"keep"))
        if wanted.remove is not None and word not in {b"keep", b"kill"}:
            shutil.rmtree(wanted.remove, ignore_errors=True)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
