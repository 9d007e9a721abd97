"""The files of ``deploy`` and the image cannot drift from the service: settings, routes, versions, limits, problems."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest
import yaml

from schemas.problems import ProblemSchema
from service.http.problems import KINDS
from service.settings import Settings, settings_table
from tests.conformity import CONTRACT
from tests.conftest import ROOT

FILES = sorted((ROOT / "deploy").iterdir())
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
MANIFESTS: list[dict[str, Any]] = list(
    yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf-8"))
)
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def manifest(kind: str) -> dict[str, Any]:
    """The one object of ``kind``."""
    (found,) = (each for each in MANIFESTS if each["kind"] == kind)
    return found


def pod() -> dict[str, Any]:
    """What the Deployment says of each replica."""
    found: dict[str, Any] = manifest("Deployment")["spec"]["template"]
    return found


def container() -> dict[str, Any]:
    """The one container of a replica."""
    (found,) = pod()["spec"]["containers"]
    container: dict[str, Any] = found
    return container


def seconds(name: str) -> int:
    """A time of the service's own, as it is by default."""
    return int(getattr(Settings(), name))


@pytest.mark.parametrize("text", [DOCKERFILE, *(f.read_text(encoding="utf-8") for f in FILES)])
def test_every_setting_that_is_named_exists(text: str) -> None:
    """A name that is none of them would stop the start."""
    assert set(re.findall(r"EXPORT_CONTROLS_[A-Z_]+[A-Z]", text)) - {"EXPORT_CONTROLS_PORT"} <= set(
        re.findall(r"EXPORT_CONTROLS_[A-Z_]+", settings_table())
    )


def test_the_config_map_states_the_defaults() -> None:
    """All but the address, which is every one of the replica's own."""
    stated = Settings.from_env(manifest("ConfigMap")["data"])
    assert stated == Settings(bind="0.0.0.0:8000")
    assert container()["envFrom"] == [{"configMapRef": {"name": manifest("ConfigMap")["metadata"]["name"]}}]
    assert container()["ports"] == [{"name": "http", "containerPort": 8000}]


def test_no_variable_comes_from_a_service_of_the_cluster() -> None:
    """The cluster would add EXPORT_CONTROLS_PORT, which is no setting."""
    assert manifest("Service")["metadata"]["name"].upper().replace("-", "_") == "EXPORT_CONTROLS"
    assert pod()["spec"]["enableServiceLinks"] is False


@pytest.mark.parametrize(
    ("probe", "path"), [("startup", "/healthz"), ("liveness", "/healthz"), ("readiness", "/readyz")]
)
def test_a_probe_asks_a_route_of_the_contract(probe: str, path: str) -> None:
    """At the port by its name."""
    assert container()[f"{probe}Probe"]["httpGet"] == {"path": path, "port": "http"}
    assert "get" in CONTRACT.document["paths"][path]


def test_the_image_asks_a_route_of_the_contract() -> None:
    """In its HEALTHCHECK, which does no work."""
    assert re.findall(r"c\.request\('GET', '([^']+)'\)", DOCKERFILE) == ["/healthz"]


def test_the_versions_are_the_projects() -> None:
    """Of the image that the manifest names, of its label, and of the label that the image carries."""
    assert container()["image"] == f"export-controls:{VERSION}"
    assert manifest("Deployment")["metadata"]["labels"]["app.kubernetes.io/version"] == VERSION
    assert re.findall(r"^ARG VERSION=(.*)$", DOCKERFILE, flags=re.MULTILINE) == [VERSION]


def test_what_selects_replicas_selects_these() -> None:
    """The service, the budget, the policy and the spread."""
    labels = pod()["metadata"]["labels"].items()
    spec = manifest("Deployment")["spec"]
    selectors = [
        spec["selector"]["matchLabels"],
        manifest("Service")["spec"]["selector"],
        manifest("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        manifest("NetworkPolicy")["spec"]["podSelector"]["matchLabels"],
        *(each["labelSelector"]["matchLabels"] for each in pod()["spec"]["topologySpreadConstraints"]),
    ]
    assert all(selector and selector.items() <= labels for selector in selectors)
    scaler = manifest("HorizontalPodAutoscaler")["spec"]
    assert scaler["scaleTargetRef"]["name"] == manifest("Deployment")["metadata"]["name"]
    assert scaler["minReplicas"] == spec["replicas"] == 3
    assert {each["metadata"].get("namespace") for each in MANIFESTS} == {
        None,
        manifest("Namespace")["metadata"]["name"],
    }


def test_a_replica_may_finish_what_it_began() -> None:
    """Before it is killed: until nobody sends to it, and then what gunicorn gives to requests under way."""
    word, wait = container()["lifecycle"]["preStop"]["exec"]["command"]
    assert word == "/bin/sleep"
    assert pod()["spec"]["terminationGracePeriodSeconds"] >= int(wait) + seconds("graceful_timeout") + 5


def test_nginx_takes_as_large_a_list_as_the_service() -> None:
    """In what it takes and in what it says."""
    most = Settings().max_body
    assert f"client_max_body_size {most};" in NGINX
    assert f"a parts list may have {most} bytes" in NGINX


def test_nginx_lets_go_of_a_connection_before_the_service_does() -> None:
    """Else a request would meet one that is just being closed."""
    upstream = re.search(r"upstream .*?\n}", NGINX, flags=re.DOTALL)
    assert upstream
    (kept,) = re.findall(r"keepalive_timeout (\d+)s;", upstream[0])
    assert int(kept) < seconds("keepalive")


def test_what_nginx_refuses_has_the_published_shape() -> None:
    """Whole, and told as the service tells the same kind; each is led to by the site."""
    refusals = re.findall(r"location = (\S+) \{\s*internal;.*?return (\d+) '(.*?)';", NGINX, flags=re.DOTALL)
    assert {place for place, _, _ in refusals} == set(re.findall(r"error_page .* (\S+);", NGINX))
    for _, status, text in refusals:
        body = json.loads(text)
        kind = KINDS[body["type"].removeprefix("/problems/")]
        assert not ProblemSchema().validate(body)
        assert set(body) == set(ProblemSchema().fields)
        assert (body["title"], body["status"], int(status)) == (kind.title, kind.status, kind.status)
