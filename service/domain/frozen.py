"""Values that never change, and are equal where all their fields are.

``dataclass(frozen=True, slots=True)`` says the same, and compiles six functions for each class: for all classes of a
server a tenth of its start. Here only the constructor is compiled; all else differs in nothing but the fields.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Class = TypeVar("Class", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Class) -> Class:
    """``cls`` as a class of such values: a dataclass with slots. What it defines itself stays, but its constructor."""
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    known = fields(made)
    values = _values([each.name for each in known])

    def equal(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def told(self: Any) -> str:
        named = zip((each.name for each in known), values(self), strict=True)
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={value!r}' for name, value in named)})"

    given = {
        "__eq__": equal,
        "__hash__": lambda self: hash(values(self)),
        "__repr__": told,
        "__reduce__": lambda self: (self.__class__, values(self)),  # a copy is made as it was, not field by field
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }
    for name, method in given.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    made.__init__ = _constructor(known)
    return made  # type: ignore[no-any-return]  # a dataclass is the class that it was made of


def _values(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What reads the fields of these names from a value."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _refuse(self: object, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"cannot alter {name!r}")


def _constructor(known: tuple[Field[Any], ...]) -> Callable[..., None]:
    """``__init__``, which takes the fields in their order or by name and sets each past the refusal."""
    given: dict[str, Any] = {"put": object.__setattr__, "ABSENT": MISSING}
    taken, lines = ["self"], []
    for place, each in enumerate(known):
        found = each.name
        if each.default_factory is not MISSING:
            given[f"make_{place}"] = each.default_factory
            taken.append(f"{each.name}=ABSENT")
            found = f"make_{place}() if {each.name} is ABSENT else {each.name}"
        elif each.default is not MISSING:
            given[f"default_{place}"] = each.default
            taken.append(f"{each.name}=default_{place}")
        else:
            taken.append(each.name)
        lines.append(f" put(self, {each.name!r}, {found})")
    exec("\n".join([f"def __init__({', '.join(taken)}):", *(lines or [" pass"])]), given)  # noqa: S102 - as dataclasses do; names alone go in
    made: Callable[..., None] = given["__init__"]
    return made
