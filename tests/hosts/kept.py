"""Keeps a program running, as systemd would: `python -m tests.hosts.kept MODULE ARGUMENTS…`."""

import subprocess
import sys
import time

_AGAIN_S = 1.0


def main() -> None:
    """Start it anew a second after it ended, for ever."""
    while True:
        subprocess.run([sys.executable, "-m", *sys.argv[1:]], check=False)
        time.sleep(_AGAIN_S)


if __name__ == "__main__":
    main()
