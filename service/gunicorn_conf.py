"""The gunicorn configuration of ``export-controls serve`` and of the image: all of it from the settings."""

from __future__ import annotations

import gc
import os
from typing import Any

import gunicorn.http.wsgi
import gunicorn.util

from service.refusals import writer
from service.settings import Settings
from service.wire import WholeResponse

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


def post_worker_init(worker: Any) -> None:
    """Refuse what cannot be read with a problem instead of a page of HTML, and write each answer whole."""
    gunicorn.util.write_error = writer(worker.wsgi)
    gunicorn.http.wsgi.Response = WholeResponse


def post_fork(server: object, worker: object) -> None:
    """Let the collector look through a long list seldom: its lines are no garbage, and what was loaded before stays."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
