"""OpenTelemetry: an extra that nobody needs who has not asked for it."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from service.app import create_app
from service.settings import Settings
from service.telemetry import NotInstalled

TRACE = "0af7651916cd43dd8448eb211c80319c"
IS_THERE = find_spec("opentelemetry") is not None


@pytest.mark.skipif(IS_THERE, reason="the extra otel is installed")
def test_without_the_extra_the_start_says_how_to_install_it(database: Path) -> None:
    """Instead of serving without what was asked for."""
    with pytest.raises(NotInstalled, match=r"EXPORT_CONTROLS_OTEL=on needs .* 'export-controls-service\[otel\]'"):
        create_app(replace(Settings(database=database), otel=True))


@pytest.mark.skipif(not IS_THERE, reason="the extra otel is not installed")
def test_a_request_is_a_span_of_the_callers_trace_and_a_scrape_is_none(database: Path) -> None:
    """Named by the rule of its route, and telling neither the path nor the query."""
    from opentelemetry import trace  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor  # noqa: PLC0415
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter  # noqa: PLC0415

    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace.set_tracer_provider(provider)
    client = create_app(replace(Settings(database=database), otel=True)).test_client()
    headers = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    for address in ("/v1/minerals/gallium/status?destination=DE", "/metrics", "/healthz"):
        client.get(address, headers=headers).close()
    (span,) = kept.get_finished_spans()
    assert span.name == "GET /v1/minerals/<mineral>/status"
    assert f"{span.context.trace_id:032x}" == TRACE
    said = dict(span.attributes or {})
    assert said
    assert not [value for value in said.values() if "gallium" in str(value) or "DE" in str(value)]
