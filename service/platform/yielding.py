"""Threads that yield to all others: for what nobody waits for at this moment."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

# About a third of the time of others, where there is not enough for all.
_NICE = 5


def yielding(count: int, name: str) -> ThreadPoolExecutor:
    """So many threads of lower priority; they are to be shut down by whoever asked for them."""
    return ThreadPoolExecutor(count, name, initializer=_yield_to_others)


def _yield_to_others() -> None:
    # Linux alone has a priority for each thread; elsewhere it would be that of the whole program.
    if sys.platform == "linux":
        os.nice(_NICE)
