"""Behind the site of nginx slow callers keep nobody waiting: a sample; the long run is ``tests.reliability.slow``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.site import Asker, fronted
from tests.reliability.slow import UNCOUNTED, WAYS, attacked
from tests.server import serving


@pytest.fixture(scope="module")
def site(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """The site before one replica, which stands for two."""
    if shutil.which("slowhttptest") is None:
        assert "REQUIRE_SLOWHTTPTEST" not in os.environ, "slowhttptest is not installed"
        pytest.skip("slowhttptest is not installed")
    folder = tmp_path_factory.mktemp("site")
    settings = {"EXPORT_CONTROLS_DATABASE": str(database)}
    with (
        serving(settings, cwd=folder) as server,
        fronted(folder, server.address, server.address, changed=UNCOUNTED) as asker,
    ):
        yield asker


@pytest.mark.parametrize("way", WAYS)
def test_others_are_answered_while_slow_callers_hold_their_connections(site: Asker, way: str) -> None:
    """Sixty of them against four threads: whoever means no harm gets every answer."""
    noticed = attacked(site, way, seconds=4, connections=60)
    assert noticed.failed == 0
    assert noticed.answered > 20
