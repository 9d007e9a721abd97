"""The pages for people in a browser: live where a script helps, whole without one, and open to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import Visit, absent
from tests.conftest import ROOT
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = ROOT / ".ci" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCOPE = "origin=CN&destination=US&end_use=civil"
LIST = ROOT / "tests" / "data" / "bom.csv"
VIEWS = (
    f"/?{SCOPE}&as_of=2026-11-22",
    "/minerals/gallium?as_of=2026-11-28&origin=CN&destination=US",
    "/changes?origin=CN&from=2025-01-01&to=2026-12-31",
    "/check",
    "/ask?q=was+gallium+restricted+to+Japan+for+civil+use+on+2025-12-01",
)
RUN = "rules => axe.run({ runOnly: rules, resultTypes: ['violations'], preload: false, performanceTimer: false })"
DROP = """([text]) => {
  const held = new DataTransfer();
  held.items.add(new File([text], "list.csv", { type: "text/csv" }));
  const dropped = new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true });
  document.getElementById("drop").dispatchEvent(dropped);
}"""


@pytest.fixture(autouse=True)
def _clean(visit: Visit) -> Iterator[None]:
    """Whatever a test does: the console stays empty, the policy refuses nothing, no request leaves the host."""
    yield
    assert visit.said == []
    assert visit.refused() == []
    assert visit.elsewhere() == []


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, at the version that the pipeline locks."""
    if not AXE.exists():
        absent("axe-core is not installed: npm ci --prefix .ci")
    return AXE.read_text(encoding="utf-8")


def main(page: Page) -> str:
    """The content of the page, but for what a screen reader is told of the last step."""
    page.evaluate("document.getElementById('told').textContent = ''")
    return page.locator("main").evaluate("one => one.outerHTML")  # type: ignore[no-any-return]  # a script's answer


def on(page: Page, day: str) -> None:
    """Wait until the map shows ``day``."""
    page.locator("#day", has_text=day).wait_for()


def violations(page: Page) -> list[str]:
    """What axe finds, each rule with the first element that breaks it."""
    found: list[Any] = page.evaluate(RUN, RULES)["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]} {one['nodes'][0]['failureSummary']}" for one in found]


def noted(visit: Visit, status: int) -> bool:
    """Whether all that the browser said is its own note of the refused request; it is taken off the console."""
    said, visit.said[:] = list(visit.said), []
    return bool(said) and all(str(status) in message for message in said)


@pytest.mark.parametrize("address", VIEWS)
def test_a_view_breaks_no_rule_of_access_in_either_scheme_at_any_width(visit: Visit, axe: str, address: str) -> None:
    """By axe, with all that can be unfolded unfolded; and nothing makes the page scroll sideways."""
    page = visit.page
    page.goto(visit.home + address)
    page.evaluate(axe)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for width in (360, 800, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert violations(page) == [], (width, scheme)


def test_an_error_and_a_result_break_no_rule_of_access_either(visit: Visit, axe: str) -> None:
    """The page of a refusal, and a list's lines where a script drew them."""
    page = visit.page
    for address, status in (("/minerals/disprosium", 404), ("/check", 200)):
        page.goto(visit.home + address)
        page.evaluate(axe)
        if status == 200:
            page.evaluate(DROP, [LIST.read_text(encoding="utf-8")])
            page.locator("#lines tbody tr").first.wait_for()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert violations(page) == [], (address, scheme)
        assert status == 200 or noted(visit, status)


def test_the_slider_changes_the_map_and_what_is_painted_is_what_the_server_sends(visit: Visit) -> None:
    """By the keys of the slider, from day to day of change; reloaded, the page is the same to the letter."""
    page = visit.page
    page.goto(f"{visit.home}/?{SCOPE}&as_of=2026-11-28")
    before = page.locator("a[data-id=gallium]").get_attribute("class")
    page.locator("#slider").focus()
    while page.locator("#slider").get_attribute("aria-valuetext") != "3 December 2024":
        page.keyboard.press("ArrowLeft")
    on(page, "3 December 2024")
    after = page.locator("a[data-id=gallium]").get_attribute("class")
    assert before != after
    assert "s-prohibited" in str(after)
    assert page.url == f"{visit.home}/?{SCOPE}&as_of=2024-12-03"
    assert page.title().startswith("Map of controls, 3 December 2024")
    painted = main(page)
    page.reload()
    assert main(page) == painted


def test_the_map_tells_what_the_api_tells_after_a_step(visit: Visit) -> None:
    """The totals that are spoken and shown are counted from the address that stands on the page."""
    page = visit.page
    page.goto(f"{visit.home}/?{SCOPE}&as_of=2024-12-03")
    page.locator("a[rel=next]").click()
    on(page, "4 February 2025")
    rows = page.request.get(page.locator("#asked").inner_text()).json()["data"]
    for status in ("prohibited", "licence_required", "unknown"):
        count = sum(1 for row in rows if row["status"] == status)
        assert page.locator(f"#legend [data-status={status}] dd").inner_text() == str(count)
        assert count == 0 or f"{count} {status.replace('_', ' ')}" in str(page.locator("#told").text_content())


def test_the_state_survives_a_mineral_and_back(visit: Visit) -> None:
    """The address holds it, so that it can be left, sent and come back to."""
    page = visit.page
    page.goto(f"{visit.home}/?{SCOPE}&as_of=2024-12-03")
    page.locator("a[rel=next]").click()
    on(page, "4 February 2025")
    page.locator("a[data-id=tungsten]").click()
    assert page.url == f"{visit.home}/minerals/tungsten?{SCOPE}&as_of=2025-02-04"
    page.go_back()
    on(page, "4 February 2025")
    assert page.locator("#slider").get_attribute("aria-valuetext") == "4 February 2025"
    assert page.locator(".question [name=as_of]").input_value() == "2025-02-04"


def test_the_days_are_played_and_paused(visit: Visit) -> None:
    """From mark to mark until told otherwise."""
    page = visit.page
    page.goto(f"{visit.home}/?{SCOPE}&as_of=2024-12-03")
    button = page.locator("#play")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    on(page, "4 February 2025")
    button.click()
    assert button.inner_text() == "Play"


def test_a_sentence_is_shown_for_the_tile_that_has_the_focus(visit: Visit) -> None:
    """And for the one under the pointer; for no other."""
    page = visit.page
    page.goto(f"{visit.home}/?{SCOPE}&as_of=2024-12-03")
    page.keyboard.press("Tab")
    page.locator("a[data-id=gallium]").focus()
    assert page.locator("#say-gallium").is_visible()
    assert page.locator(".say:visible").count() == 1


def test_by_the_keyboard_alone_from_the_map_to_an_instrument(visit: Visit) -> None:
    """Over the skip link to a mineral, and on its page to the official text; the focus is seen all the way."""
    page = visit.page
    page.goto(f"{visit.home}/?{SCOPE}&as_of=2026-11-22")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tabbed(page, "a[data-id=gallium]")
    page.keyboard.press("Enter")
    page.locator("#summary").wait_for()
    assert page.url.startswith(f"{visit.home}/minerals/gallium?")
    tabbed(page, "a.official")
    assert str(page.locator(":focus").get_attribute("href")).startswith("https://www.mofcom.gov.cn/")


def tabbed(page: Page, wanted: str) -> None:
    """Press Tab until ``wanted`` has the focus, and see that it is shown."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.locator(f"{wanted}:focus").count():
            assert page.locator(":focus").evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
            return
    pytest.fail(f"no Tab leads to {wanted}")


def test_a_dropped_list_comes_to_the_totals_of_the_api(visit: Visit) -> None:
    """Every line is there; the result that is saved is the API's own table."""
    page = visit.page
    page.goto(f"{visit.home}/check")
    text = LIST.read_text(encoding="utf-8")
    page.evaluate(DROP, [text])
    page.locator("#lines tbody tr").first.wait_for()
    sent = {"data": text.encode(), "headers": {"Content-Type": "text/csv"}}
    body = page.request.post(f"{visit.home}/v1/screenings", **sent).json()  # type: ignore[arg-type]  # as it takes them
    told = "all => all.map((one) => [one.dataset.outcome, Number(one.querySelector('b').textContent)])"
    assert dict(page.locator("#totals li").evaluate_all(told)) == body["totals"]
    assert page.locator("#lines tbody tr").count() == len(body["lines"])
    assert page.locator("#said").inner_text().startswith(f"{len(body['lines'])} lines checked.")
    with page.expect_download() as saved:
        page.locator("#save").click()
    sent["headers"] = {"Content-Type": "text/csv", "Accept": "text/csv"}
    table = page.request.post(f"{visit.home}/v1/screenings", **sent).body()  # type: ignore[arg-type]  # as above
    assert saved.value.suggested_filename == "screening.csv"
    assert Path(saved.value.path()).read_bytes() == table


def test_with_and_without_a_script_a_list_reads_the_same(visit: Visit, browser: Browser, server: Server) -> None:
    """Line by line, as a person sees them."""
    page = visit.page
    plain = browser.new_context(java_script_enabled=False).new_page()
    for one in (page, plain):
        one.goto(f"{server.address}/check")
        one.locator("[name=file]").set_input_files(LIST)
        one.get_by_role("button", name="Check", exact=True).click()
        one.locator("#lines tbody tr").first.wait_for()
    assert page.locator("#lines").inner_text() == plain.locator("#lines").inner_text()
    assert page.locator("#totals").inner_text() == plain.locator("#totals").inner_text()
    plain.context.close()


def test_a_list_that_cannot_be_read_is_told_on_the_spot(visit: Visit) -> None:
    """In the API's words; what was pasted stays."""
    page = visit.page
    page.goto(f"{visit.home}/check")
    page.locator("[name=list]").fill("x,y\n1,2\n")
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("#said", has_text="no column is called by a name that is known").wait_for()
    assert page.locator("[name=list]").input_value() == "x,y\n1,2\n"
    assert [
        message for message in visit.said if "400" in message
    ] == visit.said  # the browser's own note of the refusal
    visit.said.clear()


def test_without_a_script_the_form_moves_the_map(visit: Visit, browser: Browser, server: Server) -> None:
    """A day is chosen and shown; the steps are links."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}/?{SCOPE}&as_of=2026-11-22")
    page.locator("[name=as_of]").fill("2024-12-03")
    page.get_by_role("button", name="Show").click()
    on(page, "3 December 2024")
    assert not page.locator("#slider").is_visible()
    page.locator("a[rel=next]").click()
    on(page, "4 February 2025")
    context.close()


def test_an_empty_choice_does_not_stand_in_the_address(visit: Visit) -> None:
    """What is not asked need not be said."""
    page = visit.page
    page.goto(f"{visit.home}/?{SCOPE}&as_of=2026-11-22")
    page.locator("[name=end_use]").select_option("")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/?origin=CN&destination=US&as_of=2026-11-22")


def test_the_pages_are_dark_where_the_reader_wants_it_dark(visit: Visit) -> None:
    """Paper and ink change places."""
    visit.page.emulate_media(color_scheme="dark")
    visit.page.goto(visit.home + "/ask")
    colour = visit.page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g)")
    assert max(map(int, colour)) < 64
