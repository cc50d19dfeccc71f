"""What a server has loaded stays: whoever looks for garbage need not go through it after every run."""

import gc
import sys

EVERY = 10  # openings of a page; then it is looked through all the same
MORE = 20  # modules that came since; of fewer there is little to set aside
_modules = _openings = 0


def set_aside() -> None:
    """After every run Streamlit has Python look for garbage among all objects there are, and nobody is served then.

    A million of them belong to modules and catalogues and never go: they are put where nobody looks, once more whenever
    many modules have come since, as with the first opening of a page. What a session holds at such a moment is put
    there too and goes all the same when nobody holds it; what holds itself goes at the next such moment, which is never
    far.
    """
    global _modules, _openings
    _openings += 1
    if len(sys.modules) - _modules >= MORE or _openings % EVERY == 0:
        _modules = len(sys.modules)
        gc.unfreeze()
        gc.collect()
        gc.freeze()
