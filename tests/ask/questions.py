"""The tables: questions and what each is read into, on 22 November 2026."""

from __future__ import annotations

from datetime import date

from service.ask.interpret import Kind, NotUnderstood, UnknownPlace
from service.domain.errors import AmbiguousName, DomainError, UnknownMineral
from service.domain.vocabulary import Status

TODAY = date(2026, 11, 22)
NOW = {"as_of": "2026-11-22"}
GALLIUM = "/v1/minerals/gallium/status"
RESTRICTIONS, CHANGES, CLAIMS = "/v1/restrictions", "/v1/changes", "/v1/claims"
IMPOSED, ANNOUNCED, IN_FORCE = {"basis": "imposed"}, {"basis": "announced"}, {"basis": "in_force"}
US = {"destination": "US"}
APRIL = {**IMPOSED, "month": "04", **NOW}
FIRST = {"mineral": "gallium", "from": "0001-01-01", "to": "2026-11-22", **IMPOSED}
TODAY_IN_FORCE = {**IN_FORCE, "from": "2026-11-22", "to": "2026-11-22"}
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}


def status_of(mineral: str) -> str:
    """The route of a mineral's status."""
    return f"/v1/minerals/{mineral}/status"


def days(first: str, last: str) -> dict[str, str]:
    """A window of days as parameters."""
    return {"from": first, "to": last}


STATUS_QUESTIONS: list[tuple[str, str, dict[str, str]]] = [
    ("what is the current control status of dysprosium", status_of("dysprosium"), NOW),
    ("What's the status of gallium?", GALLIUM, NOW),
    ("WHAT IS THE STATUS OF GALLIUM TO THE US", GALLIUM, {**NOW, **US}),
    ("status of gallium on 2024-12-10 to the US", GALLIUM, {"as_of": "2024-12-10", **US}),
    ("On 10 December 2024, what was the status of gallium?", GALLIUM, {"as_of": "2024-12-10"}),
    ("could you please tell me what the status of gallium is today", GALLIUM, NOW),
    ("gallium's current export status to Germany", GALLIUM, {**NOW, "destination": "DE"}),
    (
        "can I export Dy2O3 from China to Germany for civil use",
        status_of("Dy2O3"),
        {**NOW, "origin": "CN", "destination": "DE", "end_use": "civil"},
    ),
    ("  can   we   SHIP gallium   to the U.S.  ??", GALLIUM, {**NOW, **US}),
    ("can I sell neodymium magnet to Viet Nam", status_of("neodymium%20magnet"), {**NOW, "destination": "VN"}),
    ("may I export gallium in May 2025", GALLIUM, {"as_of": "2025-05-31"}),
    ("can gallium be exported to Trinidad and Tobago", GALLIUM, {**NOW, "destination": "TT"}),
    ("can China export gallium to the US", GALLIUM, {**NOW, "origin": "CN", **US}),
    ("is it legal to export gallium to the US", GALLIUM, {**NOW, **US}),
    ("how is gallium controlled", GALLIUM, NOW),
    ("what controls apply to gallium exports to the US", GALLIUM, {**NOW, **US}),
    ("restrictions on gallium", GALLIUM, NOW),
    ("what are China's export controls on gallium", GALLIUM, {**NOW, "origin": "CN"}),
    ("status of superhard materials", status_of("superhard-materials"), NOW),
    ("status of samarium-cobalt magnet", status_of("samarium-cobalt%20magnet"), NOW),
    ("镓 status to the US", status_of("%E9%95%93"), {**NOW, **US}),
    ("what is the status of the rare earths", status_of("rare-earths"), NOW),
    ("status of natural flake graphite", status_of("natural%20flake%20graphite"), NOW),
    ("status of 7429-91-6 to South Korea", status_of("7429-91-6"), {**NOW, "destination": "KR"}),
    ("status of gallium metal from China", GALLIUM, {**NOW, "origin": "CN", "form": "metal"}),
    ("status of dysprosium as an oxide", status_of("dysprosium"), {**NOW, "form": "oxide"}),
    ("status of gallium in powder form on 4 April 2025", GALLIUM, {"as_of": "2025-04-04", "form": "powder"}),
    ("status of In in April 2025", status_of("In"), {"as_of": "2025-04-30"}),
    ("status of Eu to the EU", status_of("Eu"), {**NOW, "destination": "EU"}),
    ("status of gallium to IN", GALLIUM, {**NOW, "destination": "IN"}),
    ("status of gallium from Congo-Kinshasa", GALLIUM, {**NOW, "origin": "CD"}),
    ("status of holmium known at 2026-01-01", status_of("holmium"), {**NOW, "known_at": "2026-01-01"}),
    (
        "status of holmium on 2026-11-11 as known on 1 January 2026",
        status_of("holmium"),
        {"as_of": "2026-11-11", "known_at": "2026-01-01"},
    ),
    ("status of gallium yesterday", GALLIUM, {"as_of": "2026-11-21"}),
    ("status of gallium tomorrow", GALLIUM, {"as_of": "2026-11-23"}),
    ("status of gallium in 2025", GALLIUM, {"as_of": "2025-12-31"}),
    ("status of gallium this month", GALLIUM, NOW),
    ("status of gallium in December", GALLIUM, {"as_of": "2025-12-31"}),
]

YES_OR_NO: list[tuple[str, str, dict[str, str], Status | None]] = [
    ("is gallium banned to the US", GALLIUM, {**NOW, **US}, Status.PROHIBITED),
    ("is gallium still prohibited to America?", GALLIUM, {**NOW, **US}, Status.PROHIBITED),
    ("please tell me whether gallium is banned", GALLIUM, NOW, Status.PROHIBITED),
    ("is there an export ban on gallium to Japan", GALLIUM, {**NOW, "destination": "JP"}, Status.PROHIBITED),
    ("is exporting gallium to the US illegal", GALLIUM, {**NOW, **US}, Status.PROHIBITED),
    ("does China ban gallium exports to the US", GALLIUM, {**NOW, "origin": "CN", **US}, Status.PROHIBITED),
    ("will gallium be banned in December", GALLIUM, {"as_of": "2026-12-31"}, Status.PROHIBITED),
    ("are exports of gallium suspended", GALLIUM, NOW, Status.PROHIBITED),
    ("are the controls on holmium suspended", status_of("holmium"), NOW, Status.SUSPENDED),
    ("is holmium suspended to Japan", status_of("holmium"), {**NOW, "destination": "JP"}, Status.SUSPENDED),
    ("is silver banned", status_of("silver"), NOW, Status.PROHIBITED),
    ("was dysprosium controlled in March 2025", status_of("dysprosium"), {"as_of": "2025-03-31"}, None),
    ("is gallium subject to export controls", GALLIUM, NOW, None),
    ("are there any restrictions on gallium exports to Germany", GALLIUM, {**NOW, "destination": "DE"}, None),
    ("is neodymium free of controls", status_of("neodymium"), NOW, Status.NONE_FOUND),
    ("is gallium licensed", GALLIUM, NOW, Status.LICENCE_REQUIRED),
    (
        "Do I need an export license to ship gallium to Korea for military use?",
        GALLIUM,
        {**NOW, "destination": "KR", "end_use": "military"},
        Status.LICENCE_REQUIRED,
    ),
    ("does gallium need a licence to the UK", GALLIUM, {**NOW, "destination": "GB"}, Status.LICENCE_REQUIRED),
    ("is a permit required for gallium", GALLIUM, NOW, Status.LICENCE_REQUIRED),
]

RESTRICTED: list[tuple[str, dict[str, str], Status | None]] = [
    ("Which minerals were restricted in April?", APRIL, None),
    ("which minerals came under control in April", APRIL, None),
    ("restrictions in April", APRIL, None),
    ("were any minerals restricted in April?", APRIL, None),
    ("which rare earths were restricted in April", {**APRIL, "mineral": "rare-earths"}, None),
    ("which minerals had export restrictions in April", {**APRIL, **IN_FORCE}, None),
    ("In April 2025, which minerals were restricted?", {**IMPOSED, "month": "2025-04"}, None),
    ("show me all minerals restricted in 2025-04", {**IMPOSED, "month": "2025-04"}, None),
    ("which minerals were restricted by China in May 2025", {**IMPOSED, "month": "2025-05", "origin": "CN"}, None),
    ("which minerals did China restrict in April 2025", {**IMPOSED, "month": "2025-04", "origin": "CN"}, None),
    ("which minerals were restricted last April", {**IMPOSED, "month": "2026-04"}, None),
    ("which minerals will be restricted in December", {**IMPOSED, "month": "2026-12"}, None),
    ("which minerals were restricted this April", {**IMPOSED, "month": "2026-04"}, None),
    ("restricted in February 2031", {**IMPOSED, "month": "2031-02"}, None),
    ("restricted since 1 January 2026", {**IMPOSED, **days("2026-01-01", "2026-11-22")}, None),
    ("which minerals have been restricted since 2025", {**IMPOSED, **days("2025-01-01", "2026-11-22")}, None),
    ("which minerals were restricted after 2025", {**IMPOSED, **days("2026-01-01", "2026-11-22")}, None),
    ("which minerals were restricted before 2020", {**IMPOSED, **days("0001-01-01", "2019-12-31")}, None),
    ("which minerals were restricted on 4 April 2025", {**IMPOSED, **days("2025-04-04", "2025-04-04")}, None),
    (
        "which minerals were restricted between April 2025 and 30 June 2025",
        {**IMPOSED, **days("2025-04-01", "2025-06-30")},
        None,
    ),
    (
        "which minerals were banned to the US in 2024",
        {**IMPOSED, **days("2024-01-01", "2024-12-31"), **US},
        Status.PROHIBITED,
    ),
    (
        "what has China banned to the US since 2024",
        {**IMPOSED, **days("2024-01-01", "2026-11-22"), "origin": "CN", **US},
        Status.PROHIBITED,
    ),
    ("what was announced in October 2025", {**ANNOUNCED, "month": "2025-10"}, None),
    ("which bans were announced last month", {**ANNOUNCED, "month": "2026-10"}, Status.PROHIBITED),
    ("what restrictions were in force in April 2025", {**IN_FORCE, "month": "2025-04"}, None),
    ("which minerals are restricted to the US", {**TODAY_IN_FORCE, **US}, None),
    ("which minerals are currently banned", TODAY_IN_FORCE, Status.PROHIBITED),
    ("which rare earths are banned", {**TODAY_IN_FORCE, "mineral": "rare-earths"}, Status.PROHIBITED),
    ("which minerals were under control in April 2025", {**IN_FORCE, "month": "2025-04"}, None),
    ("which minerals need a licence", TODAY_IN_FORCE, Status.LICENCE_REQUIRED),
    (
        "what restrictions were imposed on gallium in 2024",
        {**IMPOSED, **days("2024-01-01", "2024-12-31"), "mineral": "gallium"},
        None,
    ),
]

OTHERS: list[tuple[str, Kind, str, dict[str, str], Status | None]] = [
    ("when was gallium first restricted", Kind.FIRST, RESTRICTIONS, FIRST, None),
    ("when was gallium first banned to the US", Kind.FIRST, RESTRICTIONS, {**FIRST, **US}, Status.PROHIBITED),
    ("when did China first restrict gallium", Kind.FIRST, RESTRICTIONS, {**FIRST, "origin": "CN"}, None),
    ("what changes next for gallium", Kind.NEXT, GALLIUM, NOW, None),
    ("what will change next for gallium to the US?", Kind.NEXT, GALLIUM, {**NOW, **US}, None),
    ("what is the next change for gallium", Kind.NEXT, GALLIUM, NOW, None),
    ("when does the status of gallium change next", Kind.NEXT, GALLIUM, NOW, None),
    ("what changes for Eu", Kind.NEXT, status_of("Eu"), NOW, None),
    ("what changes in November 2026", Kind.CHANGES, CHANGES, NOVEMBER, None),
    ("what changes in January", Kind.CHANGES, CHANGES, days("2027-01-01", "2027-01-31"), None),
    ("what changed in January", Kind.CHANGES, CHANGES, days("2026-01-01", "2026-01-31"), None),
    ("what changes in the next 30 days", Kind.CHANGES, CHANGES, days("2026-11-22", "2026-12-22"), None),
    ("what changed in the last 2 months", Kind.CHANGES, CHANGES, days("2026-09-22", "2026-11-22"), None),
    ("what changes next April", Kind.CHANGES, CHANGES, days("2027-04-01", "2027-04-30"), None),
    ("what changes until 2027-01-31", Kind.CHANGES, CHANGES, days("2026-11-22", "2027-01-31"), None),
    (
        "what changes for gallium from China to the US this month",
        Kind.CHANGES,
        CHANGES,
        {**NOVEMBER, "mineral": "gallium", "origin": "CN", **US},
        None,
    ),
    (
        "what did Honway say about dysprosium",
        Kind.REPORTED,
        CLAIMS,
        {"mineral": "dysprosium", "source": "002_99562bc037440fc9"},
        None,
    ),
    ("what do sources report about dysprosium", Kind.REPORTED, CLAIMS, {"mineral": "dysprosium"}, None),
]

TRAPS: list[tuple[str, type[DomainError], str]] = [
    ("", NotUnderstood, "it is empty"),
    ("  ?! ", NotUnderstood, "it is empty"),
    ("status of " + "gallium " * 80, NotUnderstood, "longer than 500"),
    ("status of gallium " + "to x " * 40, NotUnderstood, "more than 60 words"),
    ("status of gallium\x00", NotUnderstood, "no text"),
    ("gallium", NotUnderstood, "no place"),
    ("status of materials", NotUnderstood, "names no mineral"),
    ("is unobtainium restricted", UnknownMineral, "'unobtainium'"),
    ("status of disprosium", UnknownMineral, "'disprosium'"),
    ("status of didymium", AmbiguousName, "neodymium, praseodymium"),
    ("status of dysprosium oxide powder", UnknownMineral, "'dysprosium oxide powder'"),
    ("is gallium banned to Atlantis", UnknownPlace, "'Atlantis'"),
    ("status of gallium to the US and Japan", UnknownPlace, "'US and Japan'"),
    ("status of cobalt from Congo", UnknownPlace, "'Congo'"),
    ("dysprosium status except oxides", NotUnderstood, "no place"),
    ("status of dysprosium except oxides", NotUnderstood, "'except'"),
    ("status of gallium and germanium", NotUnderstood, "no place"),
    ("status of gallium OR germanium", NotUnderstood, "'OR'"),
    ("is gallium not banned", NotUnderstood, "'not'"),
    ("is gallium no longer banned", NotUnderstood, "'no'"),
    ("can I import gallium from China", NotUnderstood, "no place"),
    ("can I re-export gallium to the US", NotUnderstood, "no place"),
    ("is gallium banned to the US to Japan", NotUnderstood, "more than one destination"),
    ("is gallium banned on 2024-12-10 in April", NotUnderstood, "more than one time"),
    ("status of gallium currently on 2024-12-10", NotUnderstood, "more than one time"),
    ("status of gallium as dust", NotUnderstood, "no form of goods is called 'dust'"),
    ("status of gallium metal as oxide", NotUnderstood, "more than one form"),
    ("status of gallium on 04/04/2025", NotUnderstood, "'04/04/2025' can be read as more than one day"),
    ("status of gallium on 4.4.2025", NotUnderstood, "'4.4.2025' can be read as more than one day"),
    ("status of gallium on 30 February 2025", NotUnderstood, "'30 February 2025' is no day of the calendar"),
    ("status of gallium on 2025-02-29", NotUnderstood, "'2025-02-29' is no day of the calendar"),
    ("status of gallium on 0000-01-01", NotUnderstood, "'0000-01-01' is no day of the calendar"),
    ("status of gallium in 2024-13", NotUnderstood, "'2024-13' is no month of the calendar"),
    ("status of gallium on 4 April", NotUnderstood, "'4 April' is a day without a year"),
    ("status of gallium on 2025-4-4", NotUnderstood, "no place"),
    ("status of gallium on 20250404", NotUnderstood, "no place"),
    ("status of gallium on Smarch 4th 2025", NotUnderstood, "no place"),
    ("which minerals were restricted in Aprl", NotUnderstood, "no place"),
    ("was gallium banned to the US", NotUnderstood, "'was' but no day"),
    ("is gallium banned since 2024", NotUnderstood, "one day, not 'since 2024'"),
    ("status of gallium in the next 30 days", NotUnderstood, "one day"),
    ("which minerals were restricted", NotUnderstood, "does not say when"),
    ("which minerals were under control", NotUnderstood, "does not say when"),
    ("which minerals were restricted since 2031", NotUnderstood, "before it begins"),
    ("which minerals were restricted from April to June 2025", NotUnderstood, "which year"),
    ("which minerals were restricted as oxide in April", NotUnderstood, "no form can be given"),
    ("when was gallium first restricted in 2023", NotUnderstood, "it asks when"),
    ("what changes", NotUnderstood, "does not say when"),
    ("what changes in November 2026 for civil use", NotUnderstood, "no end use can be given"),
    ("what changes after 2027-01-31", NotUnderstood, "leaves one end of the time open"),
    ("what changes after 9999-12-31", NotUnderstood, "leaves one end of the time open"),
    ("which minerals were restricted after 9999-12-31", NotUnderstood, "no day after"),
    ("what did Reuters say about gallium", NotUnderstood, "no source on record is called 'Reuters'"),
    ("'; DROP TABLE measure; --", NotUnderstood, "no place"),
    ('status of gallium" OR "1"="1', NotUnderstood, "no place"),
    ("status of gallium' OR 1=1", NotUnderstood, ""),
    ("status of gallium*", UnknownMineral, "'gallium*'"),
    ("status of NEAR(gallium germanium)", UnknownMineral, "NEAR"),
    ("status of {name: gallium}", UnknownMineral, "name"),
]
