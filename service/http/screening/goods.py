"""What a line names, and what goods it thereby asks about."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.composition import Composition
from service.domain.frozen import frozen


@frozen
class Candidate:
    """A mineral that a line may mean, by what it was found, and the form that the name or the code implies.

    ``heading`` says that a code matched no line of a measure but the mineral's customs heading, where other goods are.
    """

    mineral: str
    by: str
    form: str | None = None
    matched: str | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """What a line asks about, whatever it calls it: one object for all lines that ask about the same.

    ``meant`` are minerals with the forms that are implied (none: not recognised). ``differing`` says that names and
    codes exclude each other, ``holding`` are minerals that only the composition names, and ``unsure`` says that what
    was not read, or was read in prose or in a mere heading alone, may be what is controlled.
    """

    meant: tuple[tuple[str, str | None], ...]
    contains: Composition
    differing: bool
    holding: tuple[str, ...]
    unsure: bool


@dataclass(frozen=True, slots=True, eq=False)
class Recognised:
    """What a line names, by what, and what about its names is not as it should be: one object for all that name it so.

    ``candidates`` are those of ``goods.meant``, in its order. ``unknown`` are names and codes that were not found,
    ``besides`` are minerals that only the description names, and ``lacking`` is what a good of this name may be made
    of, where the composition is none of it.
    """

    goods: Goods
    candidates: tuple[Candidate, ...]
    unknown: tuple[tuple[str, str], ...]
    besides: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def missed(self) -> list[str]:
        """The materials that were not found."""
        return [value for field, value in self.unknown if field == "material"]
