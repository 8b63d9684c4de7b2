"""Keeps a program running, as systemd would: `python -m tests.hosts.kept CODE MODULE ARGUMENTS…`.

CODE is a folder; where it is a link that was turned, the next start is another release's.
"""

import subprocess
import sys
import time

_AGAIN_S = 1.0


def main() -> None:
    """Start it anew a second after it ended, for ever."""
    code, command = sys.argv[1], [sys.executable, "-m", *sys.argv[2:]]
    while True:
        subprocess.run(command, cwd=code, check=False)
        time.sleep(_AGAIN_S)


if __name__ == "__main__":
    main()
