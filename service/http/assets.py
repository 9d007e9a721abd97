"""The files that a page loads, served from here under names with their hash, and the policy that allows no others."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha384
from importlib.resources.abc import Traversable

from flask import Response, request
from werkzeug.exceptions import NotFound

from service.http.context import service

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml",
}
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}


def policy(differing: dict[str, str]) -> str:
    """A ``Content-Security-Policy``: nothing inline and nothing from elsewhere, but for what is ``differing``."""
    return "; ".join(f"{directive} {sources}" for directive, sources in (_POLICY | differing).items())


@dataclass(frozen=True)
class Asset:
    """A file that a page loads: its name, its media type and its bytes."""

    name: str
    content_type: str
    content: bytes

    @cached_property
    def digest(self) -> bytes:
        """The SHA-384 of the bytes, the digest that browsers check."""
        return sha384(self.content).digest()

    @property
    def integrity(self) -> str:
        """What the page says of the bytes, for the browser to refuse any others."""
        return "sha384-" + b64encode(self.digest).decode()

    @property
    def kept_name(self) -> str:
        """The name with the content in it, under which the bytes never change and may be kept."""
        stem, _, ending = self.name.rpartition(".")
        return f"{stem}.{self.digest.hex()[:16]}.{ending}"


def read(folder: Traversable, *names: str) -> tuple[Asset, ...]:
    """The files of these ``names`` in ``folder``. Read at import, so that a service without them does not start."""
    return tuple(Asset(name, _TYPES[name.rpartition(".")[2]], (folder / name).read_bytes()) for name in names)


class Shelf(dict[str, Asset]):
    """All files that are served for a page, by name."""

    def __init__(self, *assets: Asset) -> None:
        super().__init__({asset.name: asset for asset in assets})

    @cached_property
    def _kept(self) -> dict[str, Asset]:
        """The same by their kept names, once somebody asks: a digest of all of them takes as long as a first answer."""
        return {asset.kept_name: asset for asset in self.values()}

    def response(self, name: str) -> Response:
        """The file of a plain or a kept ``name``, with its validator. Raises ``NotFound``.

        A page asks by the name with its hash, whose bytes may be kept for a year; under the plain name they are kept
        shortly. By plain names alone, a cache could hold bytes after an upgrade that the new page's integrity refuses.
        """
        found = self._kept.get(name) or self.get(name)
        if found is None:
            raise NotFound(f"the page has no such file; its files are {', '.join(self)}")
        response = Response(found.content, content_type=found.content_type)
        response.set_etag(found.digest.hex())
        response.headers["Cache-Control"] = service().cache_control(filled_in=False, pinned=name in self._kept)
        response.make_conditional(request)
        return response
