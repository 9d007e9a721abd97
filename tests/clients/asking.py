"""What a caller writes on top of the generated client; it is run and type-checked beside it, never imported here."""

from __future__ import annotations

import sys
from datetime import date

from export_controls import Client
from export_controls.api.minerals import get_status
from export_controls.api.restrictions import list_restrictions
from export_controls.api.screenings import screen_list
from export_controls.models import Problem, RestrictionList, Screening, ScreeningLine, ScreeningRequest, Status


def main(address: str) -> None:
    """Ask the two questions, screen a list, and meet a problem."""
    client = Client(base_url=address)
    answer = get_status.sync("gallium", client=client, as_of=date(2025, 12, 1), origin="CN", destination="US")
    assert isinstance(answer, Status)
    assert answer.next_change is not None
    print("status", answer.status, answer.next_change.on.isoformat(), answer.next_change.to)
    month = list_restrictions.sync(client=client, month="2025-04", origin="CN")
    assert isinstance(month, RestrictionList)
    print("restricted", *month.minerals)
    lines = [
        ScreeningLine(material="Dy2O3", origin="CN", destination="DE", date=date(2025, 12, 1)),
        ScreeningLine(material="disprosium"),
    ]
    screening = screen_list.sync(client=client, body=ScreeningRequest(lines=lines))
    assert isinstance(screening, Screening)
    print("screened", *(line.outcome for line in screening.lines))
    problem = get_status.sync("disprosium", client=client)
    assert isinstance(problem, Problem)
    print("problem", problem.status, *problem.did_you_mean)


if __name__ == "__main__":
    main(sys.argv[1])
