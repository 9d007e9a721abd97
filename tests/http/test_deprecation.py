"""What is to go is announced on every answer and in the contract."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from schemas.queries import NoQuery
from service.contract.document import Contract
from service.http import problems
from service.http.api import Blueprint
from service.http.deprecation import deprecated
from service.http.representations import uncached

SINCE, SUNSET = date(2026, 11, 24), date(2027, 5, 24)


@pytest.fixture
def old() -> Flask:
    """An application with one route, which is to go."""
    app = Flask("old")
    app.config.update(API_TITLE="old", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    blueprint = Blueprint("old", __name__, description="Old")

    @blueprint.route("/v1/old")
    @deprecated(SINCE, SUNSET, successor="/v1/new", why="/docs")
    @blueprint.query(NoQuery)
    @blueprint.answers("schemas.meta:HealthSchema", "It is well.", example="/v1/old")
    def get_old(asked: dict[str, Any]) -> Response:
        """Tell how the old route is. Not for long."""
        return uncached({"status": "ok", "reasons": []})

    app.register_blueprint(blueprint)
    problems.register(app)
    return app


@pytest.mark.parametrize(("address", "status"), [("/v1/old", 200), ("/v1/old?day=1", 422)])
def test_an_answer_of_a_route_that_goes_says_since_when_until_when_and_what_instead(
    old: Flask, address: str, status: int
) -> None:
    """Midnight UTC of both days, as RFC 9745 and RFC 8594 write them; an error says so too."""
    response = FlaskClient(old, Response).get(address)
    assert response.status_code == status
    assert response.headers["Deprecation"] == "@1795478400"
    assert response.headers["Sunset"] == "Mon, 24 May 2027 00:00:00 GMT"
    assert response.headers["Link"] == (
        '</docs>; rel="deprecation", </docs>; rel="sunset", </v1/new>; rel="successor-version"'
    )


def test_the_contract_marks_the_operation(old: Flask) -> None:
    """So that a generated client warns."""
    document = Contract(old, {"answers": {}, "problems": {}}).document
    assert document["paths"]["/v1/old"]["get"]["deprecated"] is True


def test_nothing_goes_before_it_is_deprecated() -> None:
    """RFC 9745, section 4."""
    with pytest.raises(ValueError, match="before the deprecation"):
        deprecated(SUNSET, SINCE, successor="/v1/new", why="/docs")


def test_no_other_answer_says_that_its_route_goes(client: FlaskClient) -> None:
    """The header means something only where it is rare."""
    assert "Deprecation" not in client.get("/v1/version").headers
