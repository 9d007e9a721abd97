"""The worker that serves: gunicorn's gthread, in which no caller holds a thread for longer than it may.

What gthread does by itself: a kept connection waits without a thread, and the rest of a body nobody read is drained for
five seconds at most. What it does not: a new connection that says nothing holds a thread for five seconds, and one that
begins and stops, or that takes no answer, holds it for ever: its ``timeout`` looks at the worker's loop, and never at a
request. A handful of either would stop a service with a handful of threads. And a caller who takes the answer and does
not hang up stops the loop itself for two seconds. And what gthread gives to a thread though it takes none is answered
in the loop (:mod:`service.unthreaded`).
"""

from __future__ import annotations

import selectors
import socket
import time
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.util import close
from gunicorn.workers.gthread import TConn, ThreadWorker

from service.gathered import deal_with_all
from service.pool import Pool
from service.unthreaded import Unthreaded

HEAD = 10
"""Seconds in which the head of a request must have come, from its first byte; it is a few hundred bytes."""
LONGEST = 5
"""How many times the time for a request its answer may take, to be made and to be taken."""


_WRITE_EVERY = 0.5
"""Seconds after which what waits is counted and logged; with the loop's own second, nothing waits for two."""
LINGER = 2.0
"""Seconds for which a connection whose answer is out waits for its caller to close it first (RFC 9112, section 9.6)."""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """A threaded worker that waits for a caller's first byte without a thread, and ends callers who dawdle."""

    patience = 60
    """Seconds in which a request must have come whole; set from the settings by :mod:`service.gunicorn_conf`."""
    unthreaded: Unthreaded | None = None
    """What the loop answers itself, if anything; set there too, when the application is loaded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: dict[TConn, tuple[float, float]] = {}
        self._unsent: dict[TConn, bytes] = {}
        self._wrote = time.monotonic()

    def get_thread_pool(self) -> Pool:
        """The threads; they hand back what they answered through the loop."""
        return Pool(self.cfg.threads, self.handle, lambda: self.method_queue.defer(self._take_back))

    def _take_back(self) -> None:
        self.tpool.hand_back(self.finish_request)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Do what there is to do, and take the answered back whenever awake, lest a line without end keep them."""
        super().wait_for_and_dispatch_events(timeout)
        self._take_back()

    def enqueue_req(self, conn: TConn) -> None:
        """Give ``conn`` a thread once it has said something."""
        conn.close = partial(self._part_from, conn)
        if conn.initialized or conn.data_ready:
            self.tpool.add(conn)
            return
        conn.sock.setblocking(False)
        conn.set_timeout()
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """Answer what a kept connection says in the loop, or give it a thread; one to come may be the last answer."""
        lasting = self.alive and self.nr + 1 < self.max_requests
        rest = self.unthreaded.answer(conn) if self.unthreaded is not None and lasting else None
        if rest is not None:
            self.nr += 1
        if rest:
            self._unsent[conn] = rest
        if rest != b"":
            super().on_client_socket_readable(conn, client)
            return
        self.keepalived_conns.remove(conn)  # it is kept for its whole time again, and those stand in order of that
        conn.set_timeout()
        self.keepalived_conns.append(conn)

    def _part_from(self, conn: TConn, graceful: bool = False) -> None:
        """Close ``conn``; gracefully, wait for its caller beside everything else.

        gunicorn waits for each in the loop itself: a few callers who take their answer and do not hang up stop a
        worker, which is then replaced for standing still.
        """
        try:
            if not graceful:
                raise OSError
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            close(conn.sock)
            return
        conn.timeout = time.monotonic() + LINGER
        self.nr_conns += 1
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))

    def _drain(self, conn: TConn, sock: socket.socket) -> None:
        """Take what still comes on a connection that is being closed, and let go of it at its end."""
        with suppress(OSError):
            if sock.recv(65536):
                return
        self.poller.unregister(sock)
        self.pending_conns.remove(conn)
        self.nr_conns -= 1
        close(sock)

    def handle(self, conn: TConn) -> Any:
        """Answer a request, or send the rest of an answer, and know since when it holds its thread."""
        began = time.monotonic()
        self._held[conn] = (began + min(HEAD, self.patience), began + LONGEST * self.patience)
        try:
            rest = self._unsent.pop(conn, None)
            return super().handle(conn) if rest is None else self._send(conn, rest)
        finally:
            del self._held[conn]

    def _send(self, conn: TConn, rest: bytes) -> bool:
        """Send what is left of an answer, in the time in which an answer must be taken."""
        until = time.monotonic() + LONGEST * self.patience
        self._held[conn] = (until, until)
        conn.sock.setblocking(True)
        conn.sock.sendall(rest)
        return True

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Answer a request whose head has come: there is more time for its body."""
        began = time.monotonic()
        self._held[conn] = (began + self.patience, began + LONGEST * self.patience)
        return super().handle_request(req, conn)

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """Whether the connection can be used again, its body read to the end; where there was none, nothing is read.

        To read it gunicorn sets and resets what the connection waits for, and each time another thread gets in.
        """
        body = conn.parser.mesg.body
        if keepalive and getattr(body.reader, "length", None) == 0 and not body.buf.tell():
            conn.parser.mesg = None  # or the next request would begin by reading it
            return True
        again: bool = super()._keepalive_after(conn, keepalive)
        return again

    def murder_pending(self) -> None:
        """End the connections whose time is over; gunicorn calls this at least once a second.

        First they may send no more, which leaves an answer that is being made or sent alone; what is still held after
        the longest time takes no answer, and is cut off.
        """
        super().murder_pending()
        now = time.monotonic()
        if now - self._wrote >= _WRITE_EVERY:
            self._wrote = now
            deal_with_all()
        for conn, (sent, taken) in self._held.copy().items():  # threads write in it meanwhile
            if now >= sent:
                with suppress(OSError):  # it may have ended by itself just now
                    conn.sock.shutdown(socket.SHUT_RDWR if now >= taken else socket.SHUT_RD)
