"""The settings of the service: read from the environment under one prefix, strictly, at one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PREFIX = "EXPORT_CONTROLS_"


class SettingsError(Exception):
    """One or more variables are unknown or impossible; the message names each."""


def _path(text: str) -> Path:
    if not text:
        raise ValueError("must be a path")
    return Path(text)


def _bind(text: str) -> str:
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isascii() and port.isdigit() and int(port) <= 65535):
        raise ValueError("must be HOST:PORT")
    return text


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) >= 1):
        raise ValueError("must be a whole number from 1")
    return int(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("must be a whole number")
    return int(text)


def _seconds(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("must be a whole number of seconds")
    return int(text)


_ORIGIN = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::[1-9][0-9]{0,4})?")
_DEFAULT_PORT = re.compile(r"http:.*:80|https:.*:443")


def _origins(text: str) -> tuple[str, ...]:
    found = tuple(text.split(","))
    if found == ("*",):
        return found
    for origin in found:
        if not _ORIGIN.fullmatch(origin) or _DEFAULT_PORT.fullmatch(origin):
            raise ValueError(
                "must be origins as a browser writes them, such as https://app.example, parted by commas alone"
            )
    return found


_RATE = re.compile(r"[1-9][0-9]{0,8} ?(?:/|per) ?(?:[1-9][0-9]{0,5} )?[a-z]+")


def _rate(text: str) -> str:
    import limits  # noqa: PLC0415 - it takes as long as Flask, and most services have no rate

    try:
        if not all(_RATE.fullmatch(part.strip()) for part in text.split(";")):  # the library takes 1/0 minutes for 1
            raise ValueError
        windows = limits.parse_many(text)
    except ValueError as error:
        raise ValueError("must be a rate such as 60/minute, or several parted by semicolons") from error
    if len({window.get_expiry() for window in windows}) < len(windows):
        raise ValueError("must be rates for windows of different length")
    return text


def _store(text: str) -> str:
    if not text.startswith(("redis://", "rediss://")):
        raise ValueError("must be the redis:// or rediss:// address of a store")
    return text


def _loss(text: str) -> str:
    if text not in ("open", "closed"):
        raise ValueError("must be open or closed")
    return text


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("must be a time zone such as Asia/Shanghai") from error


def _day(text: str) -> date:
    if len(text) != 10:
        raise ValueError("must be a day written YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("must be a day written YYYY-MM-DD") from error


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")) or text.endswith("/"):
        raise ValueError("must be an http or https address without a slash at its end")
    return text


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return text

    return parse


def _switch(text: str) -> bool:
    return _one_of("on", "off")(text) == "on"


def _setting(parse: Callable[[str], Any], default: Any, doc: str) -> Any:
    return field(default=default, metadata={"parse": parse, "doc": doc})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. The README's table is generated from these fields."""

    database: Path = _setting(_path, Path("export-controls.db"), "the built database that is served")
    seed_data: Path = _setting(_path, Path("seed_data"), "the folder of seed data that `build-db` reads")
    bind: str = _setting(_bind, "127.0.0.1:8000", "address and port to serve on")
    workers: int = _setting(_count, 2, "worker processes")
    threads: int = _setting(_count, 2, "threads of each worker")
    timezone: ZoneInfo = _setting(_zone, ZoneInfo("Asia/Shanghai"), "the zone whose day an absent `as_of` means")
    today: date | None = _setting(_day, None, "pins that day, for tests and demonstrations; every answer then warns")
    public_url: str | None = _setting(_url, None, "the address under which feeds and calendars link to this service")
    max_body: int = _setting(_count, 5_242_880, "bytes that a parts list may have")
    max_lines: int = _setting(_count, 10_000, "lines that a parts list may have")
    max_age: int = _setting(_seconds, 60, "seconds for which an answer may be cached")
    answer_cache: int = _setting(
        _number, 8_388_608, "bytes of answers that each worker keeps ready; 0: each is made anew"
    )
    stale_after: int = _setting(_count, 180, "days past the last review after which `/readyz` says `degraded`")
    log_format: str = _setting(_one_of("json", "console"), "json", "how the log is written: `json` or `console`")
    log_level: str = _setting(
        _one_of("debug", "info", "warning", "error"), "info", "from when on: `debug`, `info`, `warning` or `error`"
    )
    otel: bool = _setting(_switch, False, "`on`: every request is a span of OpenTelemetry; needs the extra `otel`")
    timeout: int = _setting(_count, 30, "seconds after which a worker whose loop stands still is replaced")
    graceful_timeout: int = _setting(_count, 30, "seconds for which a stopping worker goes on with what it has begun")
    keepalive: int = _setting(_count, 5, "seconds for which a connection may be idle")
    client_timeout: int = _setting(_count, 60, "seconds in which a request must have come whole")
    max_requests: int = _setting(_number, 0, "answers after which a worker is replaced, 0 for never")
    rate_limit: str | None = _setting(_rate, None, "how much a key or an address may ask, such as `60/minute`")
    rate_limit_store: str | None = _setting(
        _store, None, "the Redis in which that is counted; by default each worker counts"
    )
    rate_limit_on_loss: str = _setting(
        _loss, "open", "what a lost store means: `open`, uncounted answers; `closed`, 503"
    )
    trusted_hops: int = _setting(_number, 0, "proxies before the service whose `X-Forwarded-…` headers are believed")
    cors_origins: tuple[str, ...] = _setting(_origins, (), "origins whose pages may ask, parted by commas")
    api_keys_file: Path | None = _setting(_path, None, "a file of access keys, which every route but health then wants")
    metrics_open: bool = _setting(_switch, False, "`on`: `/metrics` wants no key where keys are on")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """The settings that ``environ`` states, the defaults for the rest.

        Raises :class:`SettingsError` naming every unknown ``EXPORT_CONTROLS_*`` variable and every impossible value.
        """
        known = {variable(f.name): f for f in fields(cls)}
        problems, values = [], {}
        for name, text in sorted(environ.items()):
            if not name.startswith(PREFIX):
                continue
            if name not in known:
                problems.append(f"{name}: is no setting of this service (known: {', '.join(known)})")
                continue
            try:
                values[known[name].name] = known[name].metadata["parse"](text)
            except ValueError as error:
                given = "" if name.endswith("_STORE") else f", not {text!r}"  # it may hold a password
                problems.append(f"{name}: {error}{given}")
        if problems:
            raise SettingsError("\n".join(problems))
        return cls(**values)


def variable(name: str) -> str:
    """The environment variable of a settings field."""
    return PREFIX + name.upper()


def _shown(default: Any) -> str:
    if isinstance(default, bool):
        return "on" if default else "off"
    return str(default)


def settings_table() -> str:
    """The README's table of settings, in Markdown."""
    rows = ["| variable | default | what it is |", "| --- | --- | --- |"]
    for f in fields(Settings):
        default = "none" if f.default in (None, MISSING, ()) else f"`{_shown(f.default)}`"
        rows.append(f"| `{variable(f.name)}` | {default} | {f.metadata['doc']} |")
    return "\n".join(rows)
