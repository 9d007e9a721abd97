"""The site in ``deploy/nginx.conf`` before servers of a test: only addresses and folders differ from the file."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.conftest import ROOT
from tests.server import Server, serving, started

SITE = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def cache(self) -> str | None:
        """What the cache says that it did."""
        return self.headers["X-Cache"]


@dataclass(frozen=True)
class Asker:
    """A caller of what listens on ``port`` of this machine; every request is a connection of its own."""

    port: int

    def __call__(
        self, path: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """What a request gets."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


def free_port() -> int:
    """A port that nobody listens on: nginx does not tell which one it was given."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def fronted(folder: Path, *replicas: str, changed: Mapping[str, str] = MappingProxyType({})) -> Iterator[Asker]:
    """The site before ``replicas`` until the block ends. Waits for nginx's own word.

    Only the addresses, the folder of the cache and ``changed`` (words of the site and what stands there instead) differ
    from the file.
    """
    program = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if program is None:
        assert "REQUIRE_NGINX" not in os.environ, "nginx is not installed"
        pytest.skip("nginx is not installed")
    port = free_port()
    first, second = (address.removeprefix("http://") for address in replicas)
    site = SITE
    swaps = {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "127.0.0.1:8001": first,
        "127.0.0.1:8002": second,
        "/var/cache/nginx/export-controls": str(folder / "cache"),
        **changed,
    }
    for words, instead in swaps.items():
        assert site.count(words) == 1, words
        site = site.replace(words, instead)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""  # the test's own folder is closed to the user of the package
    places = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log stderr notice;"
        f"events {{ worker_connections 256; }} http {{ access_log off; {places} include {folder}/site.conf; }}",
        encoding="utf-8",
    )
    command = [program, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with started(command, r"start worker process (\d+)"):
        yield Asker(port)


@contextmanager
def replicas(database: Path, folder: Path, number: int = 2) -> Iterator[list[Server]]:
    """Servers of one database."""
    settings = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_WORKERS": "1"}
    with ExitStack() as stack:
        yield [stack.enter_context(serving(settings, cwd=folder)) for _ in range(number)]
