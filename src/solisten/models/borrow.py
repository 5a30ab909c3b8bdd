"""What a pack takes over from another instead of defining it a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from solisten.models.pack import DeclaredTerm, Indicator
from solisten.models.problem import Problem, nearest
from solisten.models.rule import names_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from solisten.models.lines import Lines
    from solisten.models.pack import Pack

_Lent = TypeVar("_Lent", Indicator, DeclaredTerm)


class Borrowed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Name an indicator or declared term of the base pack, placed anew.

    Its bar, trust, words, absence, cap and family stay those of the base; `level` and `role` are
    this ladder's (a checklist has none); `why`, where given, replaces the base's.
    """

    id: str
    level: int = 0
    role: str = ""
    why: str = ""


def borrowing_problems(
    pack: Pack, wanted: Sequence[Borrowed], base: Pack | None, lines: Lines
) -> Iterator[Problem]:
    """Yield what is wrong with the pack's [[borrowed]] tables."""
    ladder, taken = pack.model.kind == "ladder", set(pack.terms())
    lendable = base.terms() if base else frozenset[str]()
    for at, one in enumerate(wanted):

        def wrong(key: str, what: str, remedy: str, at: int = at, name: str = one.id) -> Problem:
            return Problem(lines.of("borrowed", at, key), f"[[borrowed]] {name!r}: {what}", remedy)

        if one.id not in lendable:
            yield wrong("id", "nobody lends it", nearest(one.id, lendable))
        if one.id in taken:
            yield wrong("id", "is here already", "remove one of them")
        if ladder and pack.level(one.level) is None:
            remedy = f"the levels of this ladder are 1 to {pack.top}"
            yield wrong("level", f"level = {one.level!r}", remedy)
        if ladder and pack.role(one.role) is None:
            remedy = nearest(one.role, [role.name for role in pack.roles])
            yield wrong("role", f"role = {one.role!r}", remedy)
        taken.add(one.id)


def with_borrowed(pack: Pack, wanted: Sequence[Borrowed], base: Pack) -> Pack:
    """Return the pack with what it borrows behind what it defines.

    A checklist also borrows what its rules name and only `base` defines.
    """
    lent = {one.id: one for one in base.indicators}
    terms = {one.id: one for one in base.declared_terms}
    if pack.model.kind == "checklist":
        known = pack.terms() | {one.id for one in wanted}
        named = {word for one in pack.criteria for word in names_in(one.tree)} - known
        placed = [msgspec.structs.replace(one, level=0, role="") for one in wanted]
        wanted = [*placed, *(Borrowed(id=name) for name in (*lent, *terms) if name in named)]
    return msgspec.structs.replace(
        pack,
        indicators=(*pack.indicators, *_placed(wanted, lent)),
        declared_terms=(*pack.declared_terms, *_placed(wanted, terms)),
    )


def _placed(wanted: Sequence[Borrowed], lent: dict[str, _Lent]) -> Iterator[_Lent]:
    for one in wanted:
        if one.id not in lent:
            continue
        thing = msgspec.structs.replace(lent[one.id], level=one.level, role=one.role)
        if one.why:
            key = "why" if isinstance(thing, Indicator) else "means"
            thing = msgspec.structs.replace(thing, **{key: one.why})
        yield thing
