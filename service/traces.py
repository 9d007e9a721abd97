"""The trace that a request belongs to: W3C Trace Context, version 00, taken strictly or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from secrets import token_hex

HEADER = "traceparent"
_WELL_FORMED = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})")
_SAMPLED = 1


@dataclass(frozen=True, slots=True)
class Trace:
    """The trace of a caller and whether the caller records it."""

    trace_id: str
    sampled: bool

    def passed_on(self) -> str:
        """The header for the answer: the same trace, and this service's part of it under a new id."""
        return f"00-{self.trace_id}-{token_hex(8)}-{'01' if self.sampled else '00'}"


def taken(header: str | None) -> Trace | None:
    """The trace that ``header`` names; None where there is none or where it is malformed, which is no error."""
    found = _WELL_FORMED.fullmatch(header or "")
    return Trace(found[1], bool(int(found[2], 16) & _SAMPLED)) if found else None
