"""The gunicorn configuration of ``export-controls serve`` and of the image: all of it from the settings."""

from __future__ import annotations

import gc
import os
from typing import Any

import gunicorn.util

from service.access import unguarded
from service.refusals import writer
from service.settings import Settings
from service.worker import Worker

_settings = Settings.from_env(os.environ)

bind = _settings.bind
workers = _settings.workers
threads = _settings.threads
worker_class = Worker
Worker.patience = _settings.client_timeout
preload_app = True
forwarded_allow_ips = ""
"""gunicorn would believe forwarded headers of this machine's own callers: the application does, by its setting."""
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - gunicorn makes a file of its own
"""In memory: a worker shows by touching a file that it lives, and a disk that stalls would get it replaced for that."""
timeout = _settings.timeout
"""The loop comes round every second, whatever the threads do; thirty of them missed is no load but a fault."""
graceful_timeout = _settings.graceful_timeout
"""Ten thousand lines are screened within seconds; a container's runtime must wait as long before it kills."""
keepalive = _settings.keepalive
"""A waiting connection costs no thread, so a page or a script may pause; a proxy's own must be shorter than this."""
max_requests = _settings.max_requests
max_requests_jitter = max_requests // 10
"""Off: nothing is known to leak. Where a worker is recycled, the jitter keeps all from starting anew at once."""
backlog = 2048
"""What the kernel holds while all are busy: seconds' worth of answers, and beyond them a caller had better be told."""
worker_connections = 900
"""Open connections of a worker, idle ones included: below the 1,024 files that a process may open by default."""
limit_request_line = 8190
"""The most gunicorn takes: the application refuses an address above 4,000 bytes itself, with a problem."""
limit_request_fields = 64
"""A browser behind two proxies sends thirty."""
limit_request_field_size = 8190
"""No header that is read here is long, but cookies of a neighbour under the same domain may be."""
control_socket_disable = True
"""gunicorn would open a control socket under the home folder, which a read-only root does not have."""


def on_starting(server: Any) -> None:
    """Warn where anybody who can reach this machine may ask."""
    if warning := unguarded(_settings):
        server.log.warning(warning)


def pre_request(worker: Any, req: Any) -> None:
    """Do not ask for a body that will be refused: gunicorn says ``100 Continue`` before it asks the application."""
    if req._expected_100_continue:
        lengths = [value for name, value in req.headers if name == "CONTENT-LENGTH"]
        req._expected_100_continue = not (lengths and int(lengths[0]) > _settings.max_body)


def post_worker_init(worker: Any) -> None:
    """Refuse what cannot be read with a problem instead of a page of HTML."""
    gunicorn.util.write_error = writer(worker.wsgi)


def post_fork(server: object, worker: object) -> None:
    """Let the collector look through a long list seldom: its lines are no garbage, and what was loaded before stays."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
