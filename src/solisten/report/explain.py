"""Pages that say what an indicator, a level or a model means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.errors import UsageError
from solisten.estimate.turning import most_bits
from solisten.models.pack import counted
from solisten.models.rule import names_in
from solisten.report.found import found
from solisten.report.ink import hanging, printed, table
from solisten.report.safe import one_line
from solisten.report.words import percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from solisten.estimate.turning import Turning
    from solisten.models.pack import Criterion, DeclaredTerm, Indicator, Level, Pack


def explain(
    what: str,
    pack: Pack,
    document: Mapping[str, Any] | None = None,
    turning: Turning | None = None,
    *,
    metrics: Mapping[str, str] | None = None,
    width: int = 80,
    colour: bool = False,
) -> str:
    """Return a page about an indicator (its id), a level or a criterion (its number) of a pack.

    With an estimate document of the same model, also what was found for its brand, and what would
    turn it. `metrics` are the definitions of metrics by name, which have pages too. Raises
    UsageError, with the nearest name, for what is none of them.
    """
    indicator = pack.indicator(what)
    number = int(what) if what.isdecimal() and len(what) < 5 else 0
    level, criterion = pack.level(number), pack.criterion(number)

    metric, term = (metrics or {}).get(what), pack.declared_term(what)

    def write(console: Console) -> None:
        if indicator is not None:
            _indicator(console, indicator, pack)
        elif level is not None:
            _level(console, level, pack)
        elif criterion is not None:
            _criterion(console, criterion, pack)
        elif term is not None:
            _term(console, term, pack)
        if metric is not None:
            console.print("" if indicator else one_line(what), style="bold")
            same = indicator is not None and metric == counted(indicator.k, indicator.n)
            hanging(console, "metric", "counts the same" if same else metric)
        if document is not None:
            found(console, what, document, pack, turning)

    if all(one is None for one in (indicator, level, criterion, term, metric)):
        raise UsageError(_unknown(what, pack))
    return printed(write, width=width, colour=colour)


def model_page(pack: Pack, *, width: int = 80, colour: bool = False) -> str:
    """Return a page about a model: its levels or criteria, its indicators with their bars."""

    def write(console: Console) -> None:
        model = pack.model
        title = f"{model.id} {model.version}, {model.kind}: {model.name}"
        console.print(one_line(title), style="bold")
        hanging(console, "after", f"{model.source}; sha256 {pack.sha256}")
        for level in pack.levels:
            console.print()
            console.print(one_line(f"{level.number} {level.name}"), style="bold")
            hanging(console, "means", level.means)
            _indicators(console, [one for one in pack.indicators if one.level == level.number])
        for criterion in pack.criteria:
            console.print()
            console.print(one_line(f"{criterion.number} {criterion.name}"), style="bold")
            hanging(console, "met when", criterion.rule)
            hanging(console, "test", criterion.test)
        if not pack.levels:
            console.print()
            _indicators(console, pack.indicators)

    return printed(write, width=width, colour=colour)


def _indicators(console: Console, indicators: tuple[Indicator, ...] | list[Indicator]) -> None:
    grid = table("  indicator", "role", "bar", "trust", "what it asks", right=(2, 3), fold=(4,))
    for one in indicators:
        cells = (f"  {one.id}", one.role, percent(one.bar), f"{one.trust:g}", one_line(one.asks))
        grid.add_row(*cells)
    if indicators:
        console.print(grid)


def _indicator(console: Console, one: Indicator, pack: Pack) -> None:
    """Print what is asked, why, how it is judged, how it can be gamed, what to do."""
    console.print(one.id, style="bold")
    hanging(console, "asks", one.asks)
    hanging(console, "counts", one.k)
    hanging(console, "of", one.n)
    hanging(console, "why", one.why)
    level = pack.level(one.level)
    if level is not None:
        hanging(console, "level", f"{level.number} {level.name}, {one.role}")
    hanging(console, "bar", f"{percent(one.bar)}: the share at which the data favour no side")
    hanging(console, "trust", f"{one.trust:g} of 1; not seeing it weighs {one.absence:g} of 1")
    if level is not None:
        most, least = most_bits(pack, one)
        told = f"seen for sure it adds {most:+.1f} bits to level {level.number}, absent for sure"
        hanging(console, "weight", f"{told} {least:+.1f}; what was not seen adds nothing")
    if one.id in pack.not_applicable:
        hanging(console, "left out", "not applicable, says [model] of the configuration")
    if one.words:
        hanging(console, "language", "rests on word lists: only languages that have one count")
    hanging(console, "source", one.source)
    hanging(console, "gaming", one.gaming)
    hanging(console, "advice", one.advice)


def _term(console: Console, one: DeclaredTerm, pack: Pack) -> None:
    """Print what the owner may declare by it, and which words in a link bear it out."""
    console.print(one_line(one.id), style="bold")
    hanging(console, "declares", one.means)
    if level := pack.level(one.level):
        hanging(console, "level", f"{level.number} {level.name}, {one.role}")
    hanging(console, "unseen", "nothing outside shows it: it never moves the level")
    near = "near a word such as social, community or mentions"
    hanging(console, "link", f"bears it out with one of: {', '.join(one.keywords)}; {near}")


def _level(console: Console, one: Level, pack: Pack) -> None:
    """Print what a level means, what shows it, what nobody can see, its indicators."""
    console.print(one_line(f"Stage {one.number} of {pack.top}: {one.name}"), style="bold")
    _in_words(console, one)
    hanging(console, "said", f"a level is {one.statement} at best: from outside")
    console.print()
    _indicators(console, [each for each in pack.indicators if each.level == one.number])


def _criterion(console: Console, one: Criterion, pack: Pack) -> None:
    """Print what a criterion means, its rule, its true test, the indicators that the rule names."""
    title = f"Criterion {one.number} of {len(pack.criteria)}: {one.name}"
    console.print(one_line(title), style="bold")
    hanging(console, "met when", one.rule)
    hanging(console, "test", one.test)
    hanging(console, "why", one.why)
    _in_words(console, one)
    console.print()
    shown = {*names_in(one.tree), *(name for act in one.activities for name in act.indicators)}
    _indicators(console, [each for each in pack.indicators if each.id in shown])


def _in_words(console: Console, one: Level | Criterion) -> None:
    """Print what levels and criteria both say of themselves, as far as they say it."""
    texts = (("means", one.means), ("shows", one.shows), ("unseen", one.cannot_be_seen))
    for name, text in texts:
        if text:
            hanging(console, name, text)
    for activity in one.activities:
        names = ", ".join(activity.indicators) or "nothing outside shows it"
        if activity.declared:
            names += f"; may be declared as {', '.join(activity.declared)}"
        note = f" ({activity.note})" if activity.note else ""
        hanging(console, "activity", f"{activity.name}: {names}{note}")
    for name in ("source", "gaming", "advice"):
        if getattr(one, name):
            hanging(console, name, getattr(one, name))


def _unknown(what: str, pack: Pack) -> str:
    import difflib

    names = [one.id for one in pack.indicators]
    near = difflib.get_close_matches(what, names, n=1, cutoff=0.5)
    hint = f'did you mean "{near[0]}"?' if near else "`solisten models show` lists them"
    levels = f", nor a level from 1 to {pack.top}" if pack.top else ""
    if pack.criteria:
        levels = f", nor a criterion from 1 to {pack.criteria[-1].number}"
    return f'"{what}" is no indicator of {pack.model.id}{levels}; {hint}'
