"""What a server has loaded stays: whoever looks for garbage need not go through it after every run."""

import gc
import sys

_modules = 0  # that were loaded when it was last set aside


def set_aside() -> None:
    """After every run Streamlit has Python look for garbage among all objects there are, and nobody is served then.

    A million of them belong to modules, catalogues and figures' schemes and never go: they are put where nobody looks.
    Once more whenever modules have come since, as with the first opening of a page. What a session holds at such a
    moment is put there too and goes all the same, as long as it does not hold itself; what does, at the next moment.
    """
    global _modules
    if len(sys.modules) != _modules:
        _modules = len(sys.modules)
        gc.unfreeze()
        gc.collect()
        gc.freeze()
