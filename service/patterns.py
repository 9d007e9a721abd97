"""Spares a server the patterns of marshmallow that nothing here matches: imported before anything that imports it.

marshmallow compiles what an e-mail address looks like when it is loaded, in thirty milliseconds, as long as a third of
Flask takes. No field of ours is an address. Here that waits until one is matched, which works as ever.
"""

from __future__ import annotations

import re
import sys
from typing import Any

_compile = re.compile


class Later:
    """A pattern that is compiled when it is first used."""

    __isabstractmethod__ = False  # what the class that holds it asks of all that it holds

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        return getattr(_compile(*self._given), name)


def _later_for_marshmallow(pattern: Any, flags: int = 0) -> Any:
    """What ``re.compile`` does, for all others that are loaded meanwhile."""
    asking = sys._getframe(1).f_globals["__name__"]
    return Later(pattern, flags) if asking == "marshmallow.validate" else _compile(pattern, flags)


re.compile = _later_for_marshmallow
try:
    import marshmallow.validate  # noqa: F401 - what it compiles as it is loaded is all that this is for
finally:
    re.compile = _compile
