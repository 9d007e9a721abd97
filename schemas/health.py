"""The words for how the service is."""

from __future__ import annotations

from enum import StrEnum


class Health(StrEnum):
    """How the service is, in a word."""

    OK = "ok"
    READY = "ready"
    DEGRADED = "degraded"
    UNAVAILABLE = "unavailable"
