"""The ladder drawn in a terminal: how probable each level is, and how far the data reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from solisten.report.safe import one_line
from solisten.report.words import between, chance, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.models.pack import Pack

BAR = 20
LEAD, STEP = 20, 4
FILL, HATCH, DECLARED = "█", "░", "◇"


def ladder(document: Mapping[str, Any], pack: Pack) -> Iterator[Text]:
    """Yield the rungs from the last level down, then the legend.

    A rung's bar is as long as the probability of at least that level; above the ceiling it is
    hatched, because no data speak there: prior only.
    """
    low, high = document["interval"]
    ceiling = document["ceiling"]
    declared = document["declared"] or {"level": None}
    for rung in reversed(pack.levels):
        share = document["at_least"][str(rung.number)]
        beyond = ceiling is not None and rung.number > ceiling
        here = rung.number == document["level"]
        line = Text("▶ " if here else "  ", style="bold green" if here else "")
        line.append("│" if low <= rung.number <= high else " ", style="cyan")
        line.append(DECLARED if rung.number == declared["level"] else " ", style="yellow")
        line.append(f"{rung.number:>3} ", style="bold" if here else "")
        line.append(_bar(share, beyond=beyond), style="dim" if beyond else "blue")
        line.append(
            f" {chance(share) if rung.number > 1 else percent(share):>5}  ",
            style="dim" if beyond else "",
        )
        line.append(one_line(rung.name), style="bold" if here else "dim" if beyond else "")
        line.truncate(80, overflow="ellipsis")
        yield line
    for meaning in _legend(document, pack):
        yield Text(f"  {meaning}", style="dim")


def _bar(share: float, *, beyond: bool) -> str:
    """Draw a share of 1; what is not quite nothing shows."""
    cells = max(round(share * BAR), 1 if share >= 0.005 else 0)
    return ((HATCH if beyond else FILL) * cells).ljust(BAR)


def _legend(document: Mapping[str, Any], pack: Pack) -> Iterator[str]:
    """Yield what the signs mean, as far as they are drawn."""
    low, high = document["interval"]
    sure = round(100 * pack.model.interval)
    ceiling = document["ceiling"]
    parts = [f"{FILL} at least this stage", f"│ {sure} %: {between(low, high)}"]
    if document["level"] is not None:
        parts.append("▶ headline")
    if ceiling is not None and str(ceiling + 1) in document["at_least"]:
        parts.append(f"{HATCH} prior only (above {ceiling})")
    yield "  ".join(parts)
    if document["declared"] and document["declared"]["level"] is not None:
        yield f"{DECLARED} with what the owner declares, which is never in the headline"


def second(document: Mapping[str, Any], pack: Pack) -> Iterator[str]:
    """Yield the second ladder, laid down: observed and, hatched below it, with declarations.

    The document holds its level and its interval, no more.
    """
    yield "".join(f"{rung.number:>{STEP}}" for rung in pack.levels).rjust(LEAD + STEP * pack.top)
    observed, declared = document, document["declared"]
    for name, one, fill, here in (
        ("observed", observed, FILL, "▶"),
        ("with declarations", declared, HATCH, DECLARED),
    ):
        low, high = one["interval"]
        steps = (
            (here if rung.number == one["level"] else fill).rjust(STEP, fill)
            if low <= rung.number <= high
            else " " * STEP
            for rung in pack.levels
        )
        yield f"{name:<{LEAD}}{''.join(steps)}".rstrip()
