"""The gunicorn configuration of ``export-controls serve`` and of the image: all of it from the settings."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile
from typing import Any

import gunicorn.glogging
import gunicorn.http.wsgi
import gunicorn.util

from service import logs
from service.gathered import deal_with_all, gather
from service.settings import Settings
from service.unthreaded import Unthreaded, can_serve
from service.wire import WholeResponse, date_now
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
TOGETHER = 25
"""Requests that a worker counts and logs together; fewer wait for a second at most. A write lets another thread in, and
to get the interpreter back takes longer than an answer that is kept; and counting is quickest many times in a row."""
limit_request_line = 8190
"""The most gunicorn takes: the application refuses an address above 4,000 bytes itself, with a problem."""
limit_request_fields = 64
"""A browser behind two proxies sends thirty."""
limit_request_field_size = 8190
"""No header that is read here is long, but cookies of a neighbour under the same domain may be."""
control_socket_disable = True
"""gunicorn would open a control socket under the home folder, which a read-only root does not have."""
loglevel = _settings.log_level
_counts = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="export-controls-metrics-")
"""Where the workers keep their counts: a new folder of each server, so that none counts for another or for the last.
The library looks for it when it is first imported, so whatever imports that is imported below, when it is needed."""

gc.disable()
"""Until all is loaded: next to nothing of it is garbage, and looking through it again and again took a tenth of it."""


class logger_class(gunicorn.glogging.Logger):  # type: ignore[misc]  # noqa: N801 - gunicorn ships no types; its word
    """The server's own log in the format of the application's, and no log of accesses beside the application's."""

    def setup(self, cfg: Any) -> None:
        """Set up the log as the settings say."""
        super().setup(cfg)
        logs.configure(_settings.log_format, _settings.log_level)


def on_starting(server: Any) -> None:
    """Warn where anybody who can reach this machine may ask."""
    from service.access import unguarded  # noqa: PLC0415 - it may count one day, and must not before the folder is set

    if warning := unguarded(_settings):
        server.log.warning(warning)


def when_ready(server: Any) -> None:
    """Collect garbage from here on; what was loaded before is none, and stays in memory that the workers share."""
    gc.freeze()
    gc.enable()


def pre_request(worker: Any, req: Any) -> None:
    """Do not ask for a body that will be refused: gunicorn says ``100 Continue`` before it asks the application."""
    if req._expected_100_continue:
        lengths = [value for name, value in req.headers if name == "CONTENT-LENGTH"]
        req._expected_100_continue = not (lengths and int(lengths[0]) > _settings.max_body)


def post_worker_init(worker: Any) -> None:
    """Refuse what cannot be read with a problem instead of HTML, and write answers whole and without needless work."""
    from service.refusals import writer  # noqa: PLC0415 - it counts, so the folder of the counts must be set first

    gunicorn.util.write_error = writer(worker.wsgi)
    gunicorn.util.http_date = date_now
    gunicorn.http.wsgi.Response = WholeResponse
    if can_serve(worker.wsgi, worker.cfg):
        worker.unthreaded = Unthreaded(worker.wsgi, worker.cfg)


def post_fork(server: object, worker: object) -> None:
    """Let a worker lose no time, and no short answer wait for a long list.

    The collector looks through a list seldom: its lines are no garbage, and what was loaded before stays. Requests
    are counted and logged together. And a thread that screens gives way more often than Python's five milliseconds: a
    short answer, which waits for its turn several times, came a tenth of a second late.
    """
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
    gather(TOGETHER)
    sys.setswitchinterval(0.0005)


def worker_exit(server: object, worker: object) -> None:
    """Count and log what still waits."""
    deal_with_all()


def child_exit(server: object, worker: Any) -> None:
    """Forget what was true of a worker only while it lived."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - as above

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # the library's own


def _take_away(maker: int) -> None:
    if os.getpid() == maker:  # a worker that ends leaves its counts to the others
        shutil.rmtree(_counts, ignore_errors=True)


atexit.register(_take_away, os.getpid())
