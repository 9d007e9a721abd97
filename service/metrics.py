"""What is counted of the service, for Prometheus: of one process or, under gunicorn, of all workers together.

The workers share their counts by files in the folder that ``PROMETHEUS_MULTIPROC_DIR`` names, which must be set before
this module is imported (:mod:`service.gunicorn_conf` does). Labels come from the code alone, never from a caller, so
that nobody can make them many.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from flask import current_app
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

KEY = "metrics"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
PLAIN, OPEN_METRICS = "text/plain", "application/openmetrics-text"
_NAMESPACE = "export_controls"
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class About:
    """What answers at the moment: the versions, and the day through which all of the data was reviewed, if any."""

    code: str
    dataset: str
    reviewed_through: date | None

    def gauges(self) -> Iterator[Metric]:
        """Gauges of it; they are the same in every worker and need no file."""
        yield _gauge("build_info", "The version of the code.", 1, version=self.code)
        yield _gauge("dataset_info", "The version of the data that is loaded.", 1, version=self.dataset)
        if self.reviewed_through is not None:
            yield _gauge(
                "dataset_reviewed_through_timestamp_seconds",
                "The day through which all of the data was reviewed, as its beginning in UTC.",
                datetime.combine(self.reviewed_through, time(), UTC).timestamp(),
            )


def _gauge(name: str, told: str, value: float, **labels: str) -> Metric:
    family = GaugeMetricFamily(f"{_NAMESPACE}_{name}", told, labels=list(labels))
    family.add_metric(list(labels.values()), value)
    return family


class Metrics:
    """The counts of one application, in a registry of its own."""

    def __init__(self, started: float) -> None:
        """``started`` is the moment of the start in seconds since 1970, which all workers share."""
        self._started = _gauge("start_time_seconds", "When the service was started.", started)
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "requests_total",
            "Requests answered; the route is `(none)` where no route fits.",
            ["method", "route", "status"],
            namespace=_NAMESPACE,
            registry=self._registry,
        )
        self._seconds = Histogram(
            "request_seconds",
            "Seconds from the request to the last byte of its answer.",
            ["route"],
            namespace=_NAMESPACE,
            registry=self._registry,
            buckets=_BUCKETS,
        )
        self._by_route: dict[str, Histogram] = {}
        self._not_modified = self._counter("not_modified_total", "Answers 304: what the caller had still holds.")
        self._screenings = self._counter("screenings_total", "Parts lists screened.")
        self._lines = self._counter("screening_lines_total", "Lines of parts lists by what they came to.", "outcome")

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(name, told, labels, namespace=_NAMESPACE, registry=self._registry)

    def answered(self, requests: Iterable[tuple[str, str, int, float | None]]) -> None:
        """Count requests by method, route and status, and their seconds, None where nobody knows when one began."""
        alike: dict[tuple[str, str, int], int] = {}
        for method, route, status, seconds in requests:
            alike[method, route, status] = alike.get((method, route, status), 0) + 1
            if seconds is not None:
                self._took(route).observe(seconds)
        for (method, route, status), count in alike.items():
            self._requests.labels(method, route, str(status)).inc(count)
            if status == 304:
                self._not_modified.inc(count)

    def _took(self, route: str) -> Histogram:
        """The histogram of a route; to have it found anew takes longer than to count."""
        found = self._by_route.get(route)
        if found is None:
            found = self._by_route[route] = self._seconds.labels(route)
        return found

    def screened(self, totals: Mapping[str, int]) -> None:
        """Count a parts list and its lines; ``totals`` tells how many came to each outcome."""
        self._screenings.inc()
        for outcome, lines in totals.items():
            self._lines.labels(outcome).inc(lines)

    def written(self, about: About, accept: str | None) -> tuple[bytes, str]:
        """All of it as text and the media type: OpenMetrics where ``accept`` asks for that."""
        encode, content_type = choose_encoder(_wanted(accept or ""))
        return encode(_All([*about.gauges(), self._started], self._counts())), content_type

    def _counts(self) -> Collector:
        if FOLDER not in os.environ:
            return self._registry
        return MultiProcessCollector(None)  # type: ignore[no-untyped-call]  # None: it need not be in a registry


@dataclass(frozen=True, slots=True)
class _All(Collector):
    """Gauges that are the same in all workers, and after them the counts."""

    gauges: Iterable[Metric]
    counts: Collector

    def collect(self) -> Iterable[Metric]:
        """Each in turn."""
        yield from self.gauges
        yield from self.counts.collect()


def _wanted(accept: str) -> str:
    """Which of the two to ask the library for, which would fail at a version that is no number, or give it back."""
    qualities: dict[str, float] = {}
    for media, quality in parse_accept_header(accept, MIMEAccept):
        qualities.setdefault(media.partition(";")[0].strip(), quality)
    plain = qualities.get(PLAIN, qualities.get("*/*", 0))
    return f"{OPEN_METRICS}; version=1.0.0" if qualities.get(OPEN_METRICS, 0) >= (plain or 0.001) else PLAIN


def metrics() -> Metrics:
    """The counts of the app that handles this request."""
    found: Metrics = current_app.extensions[KEY]
    return found
