"""The findings by level in a terminal: verdict, have, need, and the posts that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from solisten.report.posts import identity, sided
from solisten.report.safe import one_line
from solisten.report.words import VERDICTS, count, percent, span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.models.pack import Pack
    from solisten.report.posts import Shown

STYLES = {
    "seen": "green",
    "leaning": "cyan",
    "unclear": "yellow",
    "leaning absent": "magenta",
    "absent": "red",
    "not observable": "dim",
    "not applicable": "dim",
}
INDENT = 2
TITLES = "  verdict        indicator                        k of n  have    95 %   need"


def findings(
    document: Mapping[str, Any], pack: Pack, posts: Mapping[tuple[str, str, str], Shown]
) -> Iterator[tuple[int, Text]]:
    """Yield the findings under their levels, each line with its indent.

    A checklist's findings have no level and come in the document's order.
    """
    yield INDENT, Text(TITLES, style="dim")
    for level in [*dict.fromkeys(row["level"] for row in document["findings"])]:
        rung = pack.level(level)
        if rung is not None:
            yield 0, Text("")
            yield 0, Text(f"{rung.number} {one_line(rung.name)}", style="bold")
        for row in document["findings"]:
            if row["level"] == level:
                yield from _finding(row, pack, posts)


def _finding(
    row: Mapping[str, Any], pack: Pack, posts: Mapping[tuple[str, str, str], Shown]
) -> Iterator[tuple[int, Text]]:
    """Yield a finding's line of figures, then what it asks with its posts."""
    verdict = row["verdict"]
    style = STYLES.get(verdict, "")
    line = Text(f"{VERDICTS.get(verdict, ' ')} {verdict:<14} ", style=style)
    line.append(f"{row['indicator']:<25.25} ", style="" if row["n"] else "dim")
    line.append(f"{_have(row):>13} {percent(row['value']) if row['n'] else '':>5} ")
    line.append(f"{span(row['ci']) if row['n'] else '':>7} ", style="dim")
    line.append(f"{percent(row['bar']):>6}")
    yield INDENT, line
    indicator = pack.indicator(row["indicator"])
    asks = one_line(indicator.asks) if indicator else ""
    if verdict == "not observable":
        asks = why_unseen(row)
    details = [part for part in (asks, _weight(row), _posts(row, posts)) if part]
    if details:
        yield 2 * INDENT, Text("   ".join(details), style="dim")


def why_unseen(row: Mapping[str, Any]) -> str:
    """Say why a finding shows nothing: the document's reason, or that nothing was there."""
    reason = one_line(str(row.get("observability") or ""))
    if reason in {"", "observable", "yes"}:
        return "nothing in the window to count it on"
    return reason


def _have(row: Mapping[str, Any]) -> str:
    return f"{count(row['k'])} of {count(row['n'])}" if row["n"] else ""


def _weight(row: Mapping[str, Any]) -> str:
    """Say the role and what the finding adds to its level, in bits."""
    role = str(row["role"] or "")
    return f"{role}, {row['bits']:+.1f} bits" if row["bits"] else role


def _posts(row: Mapping[str, Any], posts: Mapping[tuple[str, str, str], Shown]) -> str:
    """Name the numbers of the posts for and against."""
    parts = []
    for side in ("for", "against"):
        numbers = [posts[identity(post)].number for post in sided(row, side)]
        if numbers:
            parts.append(f"{side} " + " ".join(f"[{number}]" for number in numbers))
    return ", ".join(parts)
