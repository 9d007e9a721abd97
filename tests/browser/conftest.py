"""Fixtures: the system's own Chromium, a real server, and a page whose every word and request is written down.

Without Playwright (the extra ``browser``) or a Chromium these tests are skipped with the reason; where the environment
sets ``REQUIRE_BROWSER`` they fail instead, so that a pipeline cannot leave them out in silence.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.server import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # as on a machine without the internet
)
WATCH_POLICY = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Visit:
    """A page and all that happened on it."""

    page: Page
    home: str
    """The address of the server, without a path."""
    said: list[str] = field(default_factory=list)
    """Every message on the console, of whatever level, and every error that no one caught."""
    asked: list[str] = field(default_factory=list)
    """Every address that the browser asked for."""

    def refused(self) -> list[str]:
        """What the page's policy refused."""
        return [str(each) for each in self.page.evaluate("window.refused")]

    def elsewhere(self) -> list[str]:
        """The requests that went to another host, or nowhere."""
        return [address for address in self.asked if not address.startswith(self.home + "/")]


def absent(reason: str) -> NoReturn:
    """Skip for want of a program, or fail where nothing may be left out."""
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(f"REQUIRE_BROWSER is set, and {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium of the system; none is ever downloaded."""
    try:
        playwright = import_module("playwright.sync_api")
    except ModuleNotFoundError:
        absent("Playwright is not installed: pip install -e '.[browser]'")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        absent(f"no browser is on the path ({', '.join(NAMES)})")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=found, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def server(browser: Browser, database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real record, served as an operator would; not started where there is no browser."""
    settings = {"EXPORT_CONTROLS_DATABASE": str(database)}
    with serving(settings, cwd=tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    """A fresh page that is listened to from before its first request."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH_POLICY)
    visited = Visit(context.new_page(), server.address)
    visited.page.on("console", lambda message: visited.said.append(f"{message.type}: {message.text}"))
    visited.page.on("pageerror", lambda error: visited.said.append(f"uncaught: {error}"))
    context.on("request", lambda request: visited.asked.append(request.url))
    yield visited
    context.close()
