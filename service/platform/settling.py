"""What a program has made when it is ready stays: the collector need not look at it again."""

import gc


def settle() -> None:
    """Leave what is there now out of all further collections.

    A whole application is some hundred thousand objects; each look at all of them holds up whatever
    is asked meanwhile, a press among it.
    """
    gc.collect()
    gc.freeze()
