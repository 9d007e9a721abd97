"""The gunicorn configuration of ``export-controls serve`` and of the image: all of it from the settings."""

from __future__ import annotations

import gc
import os
from typing import Any

import gunicorn.util

from service.access import unguarded
from service.refusals import writer
from service.settings import Settings

_settings = Settings.from_env(os.environ)

bind = _settings.bind
workers = _settings.workers
threads = _settings.threads
worker_class = "gthread"
preload_app = True
limit_request_line = 8190
"""The most gunicorn takes: the application refuses an address above 4,000 bytes itself, with a problem."""
control_socket_disable = True
"""gunicorn would open a control socket under the home folder, which a read-only root does not have."""


def on_starting(server: Any) -> None:
    """Warn where anybody who can reach this machine may ask."""
    if warning := unguarded(_settings):
        server.log.warning(warning)


def post_worker_init(worker: Any) -> None:
    """Refuse what cannot be read with a problem instead of a page of HTML."""
    gunicorn.util.write_error = writer(worker.wsgi)


def post_fork(server: object, worker: object) -> None:
    """Let the collector look through a long list seldom: its lines are no garbage, and what was loaded before stays."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
