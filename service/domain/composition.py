"""What a good is made of, and whether that settles what a measure says of its content.

A composition proves presence by naming a part. It proves absence only when it is whole: when its shares, all of them
known and by one basis, come to everything, and each part is one element. A part that was left out, or that may be
inside another, must never read as a part that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import Enum

from service.domain.frozen import frozen
from service.domain.measure import Content, Item
from service.domain.vocabulary import ShareBasis

WHOLE = Decimal(1)
"""What the shares of a good come to: not a thousandth less, for a thousandth is what a rule may turn on."""
ROUNDING = Decimal("0.001")
"""What shares may come to above the whole because each was rounded."""


@frozen
class Part:
    """A mineral in a good with its share of it, from 0 to 1; None where only its presence is known.

    ``element`` says that it is one element, and not a group or a product in which others may be.
    """

    mineral: str
    share: Decimal | None
    basis: ShareBasis = ShareBasis.MASS
    element: bool = True


Composition = tuple[Part, ...]


class Finding(Enum):
    """What a composition says of a condition on content."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


def finding(content: Content, composition: Composition) -> Finding:
    """Whether ``composition`` holds what ``content`` asks for: one of its minerals at all, or a share of them."""
    named = [part for part in composition if part.mineral in content.any_of]
    if content.at_least is None:
        if any(part.share is None or part.share > 0 for part in named):
            return Finding.HOLDS
        return Finding.FAILS if any(_is_whole(composition, basis) for basis in ShareBasis) else Finding.OPEN
    measured = [part.share for part in named if part.basis is content.basis and part.share is not None]
    if sum(measured, Decimal(0)) >= content.at_least:
        return Finding.HOLDS
    return Finding.FAILS if _is_whole(composition, content.basis) else Finding.OPEN


def _is_whole(composition: Composition, basis: ShareBasis) -> bool:
    """Whether the parts by ``basis`` come to the whole, each an element with its share, and none by another basis."""
    if any(part.share is None or part.basis is not basis or not part.element for part in composition):
        return False
    return sum((part.share for part in composition if part.share is not None), Decimal(0)) >= WHOLE


def overfull(composition: Composition) -> bool:
    """Whether the shares by one basis come to more than a good can hold, beyond what rounding explains."""
    return any(
        sum((part.share for part in composition if part.basis is basis and part.share is not None), Decimal(0))
        > WHOLE + ROUNDING
        for basis in ShareBasis
    )


def settled(items: Iterable[Item], composition: Composition) -> tuple[Item, ...]:
    """The lines that a good of ``composition`` can fall under, with the conditions on content that it settles.

    A line one of whose contents fails is left out; one all of whose contents hold keeps what else its text turns on,
    ``rest``, as its condition. What stays open is as it was.
    """
    if not composition:
        return tuple(items)
    left = [(item, found) for item in items if (found := _settle(item, composition)) is not None]
    held = {found.forms for item, found in left if item.contents and found.condition is None}
    # What one line covers whatever else is true needs no other line on the same forms, whose content is still open.
    return tuple(found for _, found in left if not (found.contents and found.forms in held))


def _settle(item: Item, composition: Composition) -> Item | None:
    said: Sequence[Finding] = [finding(content, composition) for content in item.contents]
    if Finding.FAILS in said:
        return None
    if said and Finding.OPEN not in said:
        return replace(item, condition=item.rest, contents=())
    return item
