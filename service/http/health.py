"""How the service is: whether its data can be read, how old it is, whether newer data was refused; never kept."""

from __future__ import annotations

import logging
import sqlite3

from flask import Response

from schemas.health import Health
from schemas.queries import Format
from service.http.context import Service
from service.http.problems import KINDS, problem, wants_text
from service.http.representations import uncached, written

_log = logging.getLogger(__name__)


def readiness(here: Service, refused: str | None) -> tuple[Health, list[str]]:
    """Whether the data of ``here`` is usable, found by asking it, and every reason why it is not as it should be.

    ``refused`` is why the file that stands at the path of the database is not what answers, if it is not.
    """
    reasons = []
    if refused is not None:
        reasons.append(f"the database file was refused ({refused}); the data loaded before is kept")
    try:
        here.repository.dataset.check()
        reasons += _age(here)
    except sqlite3.Error as error:
        _log.error("the database cannot be read: %s", error)
        return Health.UNAVAILABLE, ["the database cannot be read", *reasons]
    return (Health.DEGRADED if reasons else Health.READY), reasons


def _age(here: Service) -> list[str]:
    reviewed, limit = here.reviewed_through, here.settings.stale_after
    days = (here.today() - reviewed).days if reviewed is not None else 0
    return [f"the record was reviewed through {reviewed}, {days} days ago, more than {limit}"] if days > limit else []


def told(word: Health, reasons: list[str]) -> Response:
    """The answer: JSON, or the word and the reasons in one line, parted by tabs, where plain text is asked for.

    Whatever else a probe says that it accepts, it gets JSON. ``unavailable`` has the status 503.
    """
    line = "\t".join([word, *reasons]).encode() + b"\n"
    if word is Health.UNAVAILABLE:
        response = problem(KINDS["unavailable"], "; ".join(reasons))
        if wants_text():
            response.set_data(line)
        return response
    if not wants_text():
        return uncached({"status": word, "reasons": reasons})
    response = written(Format.TEXT, line)
    response.headers["Cache-Control"] = "no-store"
    return response
