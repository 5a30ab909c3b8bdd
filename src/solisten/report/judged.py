"""The findings grouped as a reader looks for them: under their levels or their criteria."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solisten.models.rule import holds, names_in
from solisten.report.safe import one_line
from solisten.report.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.models.pack import Pack

MET = {True: "met", False: "not met", None: "not visible from outside"}
UNSEEN = "not observable"
SETTLED = {"seen": True, "leaning absent": False, "absent": False}  # DESIGN 7.4


@dataclass(frozen=True, slots=True)
class Group:
    """Hold the findings of one level or criterion, with what is to be said about them together.

    `number` is that of the level or criterion.
    """

    number: int
    title: str
    note: str
    findings: tuple[Mapping[str, Any], ...]

    @property
    def counted(self) -> list[Mapping[str, Any]]:
        """Return the findings that have something to show."""
        return [row for row in self.findings if row["n"] or row["verdict"] != UNSEEN]

    @property
    def empty(self) -> list[str]:
        """Return the indicators for which there was nothing to count."""
        return [str(row["indicator"]) for row in self.findings if row not in self.counted]


def groups(document: Mapping[str, Any], pack: Pack) -> Iterator[Group]:
    """Yield the findings of a ladder by level, those of a checklist by criterion."""
    if pack.criteria:
        yield from _criteria(document, pack)
        return
    shared = told(document).shared
    rows = document["findings"]
    for level in dict.fromkeys(row["level"] for row in rows):
        rung = pack.level(level)
        yield Group(
            number=level or 0,
            title=f"{level} {one_line(rung.name)}" if rung else "",
            note=shared.get(level, ""),
            findings=tuple(row for row in rows if row["level"] == level),
        )


def _criteria(document: Mapping[str, Any], pack: Pack) -> Iterator[Group]:
    """Yield each criterion as its rule over the verdicts has it, with the findings it names.

    What its activities name is shown too: a trace that the rule does not count.
    """
    rows = {row["indicator"]: row for row in document["findings"]}
    known = {name: SETTLED.get(row["verdict"]) for name, row in rows.items()}
    for criterion in pack.criteria:
        met = MET[holds(criterion.tree, known.get)]
        traces = [name for act in criterion.activities for name in act.indicators]
        named = dict.fromkeys((*names_in(criterion.tree), *traces))
        yield Group(
            number=criterion.number,
            title=f"{criterion.number} {one_line(criterion.name)}: {met}",
            note=one_line(criterion.test),
            findings=tuple(rows[name] for name in named if name in rows),
        )
