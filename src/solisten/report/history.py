"""A history document in a terminal: the weeks drawn, the changes, what was printed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rich.text import Text

from solisten.report.ink import hanging, printed
from solisten.report.safe import one_line
from solisten.report.words import between, day, percent, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from solisten.models.pack import Pack

LABEL = 5
MOST_WIDE = 4
BOTH, PUBLISHED, HEADLINE, BETWEEN = "█", "━", "○", "░"
LEGEND = (
    f"{BOTH} published, and the week's own  {PUBLISHED} published  {HEADLINE} the week's own  "
    f"{BETWEEN} interval"
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LAST = 12
"""So many printed estimates are listed; the JSON has them all."""


def render(
    document: Mapping[str, Any], pack: Pack, *, width: int = 80, colour: bool = False
) -> str:
    """Return the report of a history document in at most `width` columns."""

    def write(console: Console) -> None:
        console.print(one_line(headline(document, pack)), style="bold")
        if held := _held(document, pack):
            console.print(held)
        console.print(_frame(document), style="dim")
        weeks = document["weeks"]
        if weeks and pack.levels:
            console.print()
            for line in drawn(weeks, pack, console.width):
                console.print(line, no_wrap=True, overflow="crop", crop=True)
        _changes(console, document)
        _estimates(console, document)

    return printed(write, width=width, colour=colour)


def headline(document: Mapping[str, Any], pack: Pack) -> str:
    """Return the first line: the published level, or why there is none."""
    if pack.criteria:
        weeks = document["weeks"]
        return _counted(weeks[-1], pack) if weeks else "No full week says anything yet."
    level = document["published"]
    if level is None:
        return "No level is published: no full week holds enough to say."
    name, since = document["published_name"], document["published_since"]
    return f"Published: stage {level} of {pack.top}, {name}, since {since}"


def _held(document: Mapping[str, Any], pack: Pack) -> str:
    """Say why the published level is not the newest week's own; "" where it is."""
    newest = document["weeks"][-1] if document["weeks"] else None
    level = document["published"]
    if pack.criteria or level is None or newest is None or newest["level"] in {level, None}:
        return ""
    model = pack.model
    within = f"{100 * model.interval:.0f} %: {between(*newest['interval'])}"
    return (
        f"The newest week alone says {newest['level']} ({within}). The published level moves "
        f"only when {model.hold} weeks running say so: up from a chance of "
        f"{percent(model.promote)}, down to one of {percent(model.demote)}."
    )


def _counted(row: Mapping[str, Any], pack: Pack) -> str:
    return (
        f"{row['met']} of {len(pack.criteria)} met, {row['not_met']} not met, "
        f"{row['not_observable']} not visible from outside"
    )


def _frame(document: Mapping[str, Any]) -> str:
    weeks, model = document["weeks"], document["model"]
    said = f"{one_line(document['brand'])}, {model['id']} {model['version']}"
    if not weeks:
        return f"{said}: no full week with enough posts"
    first, last = weeks[0]["week_end"], weeks[-1]["week_end"]
    return (
        f"{said}: {plural(len(weeks), 'full week')}, the first to end on {first}, the last on "
        f"{last}, each the end of a window of 90 or 180 days, all with today's facts"
    )


def drawn(weeks: Sequence[Mapping[str, Any]], pack: Pack, width: int) -> Iterator[Text]:
    """Yield the weeks as a drawing: a row for each level, a column (or more) for each week.

    Where the weeks are more than the columns, each column is the last of several weeks.
    """
    room = width - LABEL
    step = -(-len(weeks) // room)
    shown = list(weeks[::-1][::step])[::-1]
    wide = max(1, min(MOST_WIDE, room // len(shown)))
    for rung in reversed(pack.levels):
        line = Text(f"{rung.number:>{LABEL - 2}} ", style="dim")
        line.append("│", style="dim")
        for week in shown:
            sign = _sign(week, rung.number)
            line.append(sign * wide, style="blue" if sign in {BOTH, PUBLISHED} else "cyan")
        yield line
    yield Text(" " * LABEL + _months(shown, wide), style="dim")
    yield Text(" " * LABEL + LEGEND, style="dim")
    if step > 1:
        yield Text(f"{' ' * LABEL}each column is the last of {step} weeks", style="dim")


def _sign(week: Mapping[str, Any], level: int) -> str:
    if week["published"] == level:
        return BOTH if week["level"] in {level, None} else PUBLISHED
    if week["level"] == level:
        return HEADLINE
    low, high = week["interval"]
    return BETWEEN if low <= level <= high else " "


def _months(shown: Sequence[Mapping[str, Any]], wide: int) -> str:
    """Write each month, a January with its year, under its first week, where there is room."""
    line = ""
    before = ""
    for at, week in enumerate(shown):
        month = week["week_end"][:7]
        if month != before and len(line) <= at * wide:
            name = MONTHS[int(month[5:]) - 1]
            name = f"{name} {month[:4]}" if not before or month[:4] != before[:4] else name
            line = line.ljust(at * wide) + f"{name} "
            before = month
    return line.rstrip()


def _changes(console: Console, document: Mapping[str, Any]) -> None:
    """Print every change of the published level with its cause; of a checklist, of its counts."""
    weeks = document["weeks"]
    key = "published" if document["model"]["kind"] == "ladder" else "met"
    changed = [(old, new) for old, new in pairwise(weeks) if old[key] != new[key]]
    if not weeks:
        return
    console.print()
    if not changed:
        console.print("It never changed in these weeks.")
        return
    console.print("What changed it" if key == "published" else "Changes", style="bold")
    for old, new in changed:
        told = f"{'none' if old[key] is None else old[key]} to {new[key]}"
        why = "; ".join(one_line(one) for one in new["why"])
        hanging(console, f"{new['week_end']}  ", f"{told}{': ' if why else ''}{why}", left=12)


def _estimates(console: Console, document: Mapping[str, Any]) -> None:
    """Print what was printed: the last estimates, each with what differs from the one before."""
    listed = document["estimates"]
    if not listed:
        return
    console.print()
    console.print("Printed estimates", style="bold")
    if len(listed) > LAST:
        console.print(f"the last {LAST} of {len(listed)}; --format json has them all", style="dim")
    for one in listed[-LAST:]:
        hanging(console, f"{one['id']:>5}", _told(one), left=7)
        for cause in one["causes"]:
            hanging(console, "", f"{cause['kind']}: {cause['text']}", left=9)


def _told(one: Mapping[str, Any]) -> str:
    window = f"{day(one['since'])} to {day(one['until'])}"
    if one["met"] is not None:
        return f"{window}: {one['met']} met"
    low, high = one["interval"]
    level = "no level" if one["level"] is None else f"level {one['level']}"
    within = f"between {low} and {high}" if low < high else "no other plausible"
    return f"{window}: {level}, {within}"
