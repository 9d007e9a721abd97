"""What Prometheus says of the metrics and of the alerts, by its own tool."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
import yaml
from flask.testing import FlaskClient

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"


def promtool(*words: str, text: str = "") -> str:
    """What promtool says; it must have nothing against what it is given."""
    tool = shutil.which("promtool")
    if tool is None:
        assert "REQUIRE_PROMTOOL" not in os.environ, "promtool is not installed"
        pytest.skip("promtool is not installed (Debian: apt-get install prometheus)")
    made = subprocess.run([tool, *words], cwd=DEPLOY, input=text, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout + made.stderr


def test_the_metrics_are_clean(client: FlaskClient) -> None:
    """By the rules of good names as well; with every family filled."""
    tag = client.get("/v1/version").headers["ETag"]
    client.get("/v1/version", headers={"If-None-Match": tag}).close()
    client.post("/v1/screenings", json={"lines": [{"material": "Ga"}]}).close()
    text = client.get("/metrics").text
    assert text.count("# TYPE ") >= 9
    assert promtool("check", "metrics", text=text) == ""


def test_the_alerts_are_rules_and_each_fires_when_it_must_and_not_before() -> None:
    """By deploy/alerts-test.yaml."""
    assert "SUCCESS: 4 rules found" in promtool("check", "rules", "alerts.yaml")
    assert "SUCCESS" in promtool("test", "rules", "alerts-test.yaml")


def test_the_alerts_speak_of_metrics_that_are_there_and_each_is_tried_both_ways(client: FlaskClient) -> None:
    """A metric that was renamed would silence its alert for ever."""
    text = client.get("/metrics").text
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    for rule in rules:
        for name in re.findall(r"export_controls_\w+", rule["expr"] + rule["annotations"]["action"]):
            assert f"\n# TYPE {name.removesuffix('_bucket')} " in f"\n{text}", name
    tried = [
        (case["alertname"], bool(case["exp_alerts"]))
        for test in yaml.safe_load((DEPLOY / "alerts-test.yaml").read_text(encoding="utf-8"))["tests"]
        for case in test["alert_rule_test"]
    ]
    assert {(rule["alert"], fires) for rule in rules for fires in (True, False)} == set(tried)
