"""How much of what a program holds the collector looks at, and how often."""

import gc

# Of what is made and not given back by itself: so many until the youngest are looked at, so many of
# these looks until the next older ones are, and of those until all are.
_LOOKS = (5_000, 10, 20)


def settle() -> None:
    """Leave what is there now out of all further looks, and let there be few at everything.

    A whole application is some hundred thousand objects, and ten thousand live streams are some
    hundred thousand more: each look at all of them holds up whatever is asked meanwhile, a press
    among it, for up to a second. Nearly everything is given back without a look.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_LOOKS)
