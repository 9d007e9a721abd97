"""Traces by OpenTelemetry, for those who want them: the extra ``otel``, switched on by a setting."""

from __future__ import annotations

from importlib.util import find_spec

from flask import Flask, Response

_NEEDED = ("opentelemetry.sdk", "opentelemetry.instrumentation.flask", "opentelemetry.exporter.otlp.proto.http")
_TELLING = {"http.target", "http.url", "url.full", "url.path", "url.query", "http.user_agent", "user_agent.original"}
"""The attributes, by old and new conventions, that tell the address or the program of the caller."""


class NotInstalled(Exception):
    """Traces are asked for, and what makes them is not there; the message names the extra that holds it."""


def instrument(app: Flask) -> None:
    """Let every request of ``app`` be a span, sent as the standard ``OTEL_*`` variables say.

    Raises :class:`NotInstalled` where the extra is not installed.
    """
    if not all(_is_there(name) for name in _NEEDED):
        raise NotInstalled("EXPORT_CONTROLS_OTEL=on needs the extra: pip install 'export-controls-service[otel]'")
    from opentelemetry import trace  # noqa: PLC0415 - an extra
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
    from opentelemetry.instrumentation.flask import FlaskInstrumentor  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - an extra

    if not isinstance(trace.get_tracer_provider(), TracerProvider):  # one that an operator or a test has set up stays
        provider = TracerProvider()
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        trace.set_tracer_provider(provider)
    FlaskInstrumentor().instrument_app(app, excluded_urls="healthz,readyz,metrics")

    @app.after_request
    def hush(response: Response) -> Response:
        """Take from the span what was asked and by whom: the rule of the route is enough, as in the log."""
        span = trace.get_current_span()
        for name in _TELLING & set(getattr(span, "attributes", None) or ()):
            span.set_attribute(name, "-")
        return response


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # a package above it is not there
        return False
