"""Hot questions through nginx's cache, by the site of ``deploy/nginx.conf`` before two replicas."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack

import click

from tests.benchmarks import questions, servers
from tests.benchmarks.rig import Rig
from tests.benchmarks.table import Row
from tests.deploy.site import fronted

UNLIMITED = {"rate=50r/s": "rate=1000000r/s", "limit_req zone=export_controls_callers burst=200 nodelay;": ""}
"""The site's limit for a single caller is taken away: wrk is one."""


def measure(rig: Rig) -> list[Row]:
    """The ratio to the hello application, which has no proxy before it."""
    if shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin") is None:
        raise click.ClickException("nginx is not installed: apt-get install nginx-light")
    with ExitStack() as stack:
        replicas = [stack.enter_context(servers.ours(rig.database)) for _ in range(2)]
        hello = stack.enter_context(servers.alike(servers.HELLO, rig.database))
        addresses = (replica.address for replica in replicas)
        nginx = stack.enter_context(fronted(rig.folder, *addresses, changed=UNLIMITED))
        found = rig.rounds(
            {
                "hello": rig.asking(hello.address, "hello", ["/"]),
                "nginx": rig.asking(f"http://127.0.0.1:{nginx.port}", "hot", questions.hot()),
            },
            count=9,
        )
    return [
        Row(
            "hot status from nginx's cache",
            found.ratios("nginx", "hello"),
            *(12, 16),
            beside=found.beside("nginx", "hello"),
        )
    ]
