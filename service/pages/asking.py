"""A question in plain English, its answer in a sentence, and the reading that was made of it."""

from __future__ import annotations

from typing import Any

from service.http import inside
from service.http.context import service
from service.http.listing import dataset
from service.http.present import Json

EXAMPLES = (
    "what is the control status of dysprosium to Germany for civil use",
    "which minerals were restricted in April 2025",
    "was gallium restricted to Japan on 2025-12-01",
    "when does antimony change next",
    "what changes in November 2026",
    "is gallium banned to the United States",
)
"""Questions of the kinds that are understood, to begin with."""


def view(asked: dict[str, Any]) -> Json:
    """All that the page of questions shows; without a question, what can be asked."""
    shown: Json = {"question": asked["q"], "examples": EXAMPLES, "answer": None, "dataset": dataset(service())}
    if asked["q"] is None:
        return shown
    wanted = inside.address("/v1/ask", {"q": asked["q"]})
    answer = inside.body(wanted)
    mineral = answer["answer"].get("mineral")
    page = f"/minerals/{mineral['id']}" if isinstance(mineral, dict) else None
    scope = {slot["name"]: slot["value"] for slot in answer["interpretation"]["slots"]}
    kept = {name: scope.get(name) for name in ("origin", "destination", "end_use", "form", "as_of")}
    return {**shown, "answer": answer, "address": wanted, "page": inside.address(page, kept) if page else None}
