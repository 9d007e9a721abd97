"""The gunicorn configuration of ``export-controls serve`` and of the image: all of it from the settings."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from typing import Any

import gunicorn.glogging
import gunicorn.http.wsgi
import gunicorn.util

from service import logs
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
loglevel = _settings.log_level
_counts = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="export-controls-metrics-")
"""Where the workers keep their counts: a new folder of each server, so that none counts for another or for the last.
The library looks for it when it is first imported, so whatever imports that is imported below, when it is needed."""


class logger_class(gunicorn.glogging.Logger):  # type: ignore[misc]  # noqa: N801 - gunicorn ships no types; its word
    """The server's own log in the format of the application's, and no log of accesses beside the application's."""

    def setup(self, cfg: Any) -> None:
        """Set up the log as the settings say."""
        super().setup(cfg)
        logs.configure(_settings.log_format, _settings.log_level)


def post_worker_init(worker: Any) -> None:
    """Refuse what cannot be read with a problem instead of a page of HTML, and write each answer whole."""
    from service.refusals import writer  # noqa: PLC0415 - it counts

    gunicorn.util.write_error = writer(worker.wsgi)
    gunicorn.http.wsgi.Response = WholeResponse


def post_fork(server: object, worker: object) -> None:
    """Let the collector look through a long list seldom: its lines are no garbage, and what was loaded before stays."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def child_exit(server: object, worker: Any) -> None:
    """Forget what was true of a worker only while it lived."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - it is the library

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def _take_away(maker: int) -> None:
    if os.getpid() == maker:  # a worker that ends leaves its counts to the others
        shutil.rmtree(_counts, ignore_errors=True)


atexit.register(_take_away, os.getpid())
