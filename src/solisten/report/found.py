"""What was found for a brand, beside the definition of an indicator, a level or a metric."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.report.findings import weight, why_unseen
from solisten.report.ink import hanging
from solisten.report.judged import groups
from solisten.report.posts import SIDES, numbered
from solisten.report.safe import one_line
from solisten.report.tables import interval, of
from solisten.report.told import told
from solisten.report.words import chance, count, day, percent, span, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from solisten.estimate.turning import Turning
    from solisten.models.pack import Pack


def found(
    console: Console,
    what: str,
    document: Mapping[str, Any],
    pack: Pack,
    turning: Turning | None,
) -> None:
    """Print what the document says of an indicator, a level, a criterion or a metric."""
    console.print()
    window = document["window"]
    title = f"{document['brand']}, {day(window['since'])} to {day(window['until'])}"
    console.print(one_line(title), style="bold")
    for row in document["metrics"]:
        if row["metric"] == what and not row["network"]:
            said = f"{value(row['value'], row['unit'])} {of(row)} (95 %: {interval(row)})"
            hanging(console, "metric", said)
    row = next((row for row in document["findings"] if row["indicator"] == what), None)
    if row is not None:
        _finding(console, row, document)
        _turning(console, row, turning)
        for side in SIDES:
            _posts(console, row, side)
    elif what.isdecimal() and pack.levels:
        _level(console, int(what), document)
    elif what.isdecimal():
        _criterion(console, int(what), document, pack)
    elif pack.declared_term(what):
        _declared(console, what, document)
    elif pack.indicator(what):
        console.print("Not among the findings of this estimate.")


def _declared(console: Console, term: str, document: Mapping[str, Any]) -> None:
    """Print what the owner declares by a term, and what bears it out."""
    said = [one for one in told(document).declared if one.startswith((f"{term} ", f"{term},"))]
    for sentence in said or ["nothing"]:
        hanging(console, "declared", sentence)


def _finding(console: Console, row: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    said = str(row["verdict"])
    if row["n"]:
        said += f": {count(row['k'])} of {count(row['n'])} = {percent(row['value'])}"
        said += f" (95 %: {span(row['ci'])} %), needs {percent(row['bar'])}"
    else:
        said += f": {why_unseen(row, document)}"
    hanging(console, "found", said)
    if row["n"] and not row["observability"]:
        hanging(console, "", why_unseen(row, document))
    if row["n"]:
        data, used = chance(row["p_data"]), chance(row["p"])
        belief = f"{data} that it is practised (weighing as {row['n_eff']:.3g} cases)"
        hanging(console, "belief", f"{belief}, {used} after trust; 50 % would say nothing")
    if row["bits"] is not None:
        hanging(console, "adds", f"{weight(row)} to level {row['level']}")


def _turning(console: Console, row: Mapping[str, Any], turning: Turning | None) -> None:
    """Print at which counts the verdict and the level would turn, the opportunities unchanged."""
    if turning is None:
        return
    said = []
    for turn, words in (
        (turning.seen, "more: {}"),
        (turning.unseen, "fewer: {}"),
        (turning.higher, "more: level {}"),
        (turning.lower, "fewer: level {}"),
    ):
        if turn is not None:
            told = words.format(turn.to)
            said.append(f"{abs(turn.k - row['k'])} {told} ({turn.k} of {row['n']})")
    hanging(console, "turns", "; ".join(said) or "nothing at this number of occasions")


def _posts(console: Console, row: Mapping[str, Any], side: str) -> None:
    """Print the posts of one side of a finding, under its name."""
    shown = {**row, "evidence": [post for post in row["evidence"] if post["side"] == side]}
    for at, post in enumerate(numbered([shown]).values()):
        if not at:
            hanging(console, side, f"{row['indicator']}:")
        hanging(console, "", f"{day(post.at)} {post.excerpt} {post.url}")


def _level(console: Console, level: int, document: Mapping[str, Any]) -> None:
    """Print how probable the level is, what speaks for and against it, what would move it."""
    likely = percent(1.0) if level == 1 else chance(document["at_least"][str(level)])
    hanging(console, "chance", f"{likely} of at least {level}")
    hanging(console, "level", _standing(level, document))
    if shared := told(document).shared.get(level):
        hanging(console, "", shared)
    for row in document["findings"]:
        if row["level"] == level and row["n"]:
            counts = f"{count(row['k'])} of {count(row['n'])}, needs {percent(row['bar'])}"
            hanging(
                console, "found", f"{row['indicator']}: {row['verdict']} ({counts}), {weight(row)}"
            )
    for row in document["findings"]:
        if row["level"] == level and not row["n"]:
            unseen = f"{row['indicator']}: {why_unseen(row, document)}, {weight(row)}"
            hanging(console, "unseen", unseen)
    for sentence in told(document).rest:
        if sentence.startswith(f"Level {level} "):
            hanging(console, "", sentence)
    if document["level"] == level:
        for sentence in told(document).firm:
            if sentence.startswith(("The shortest way down", "No loss")):
                hanging(console, "turns", sentence)
    step = document["next"]
    if step and step["level"] == level:
        for action in step["actions"]:
            hanging(console, "turns", action["text"])
    for side in SIDES[:2]:
        for row in document["findings"]:
            if row["level"] == level:
                _posts(console, row, side)


def _criterion(console: Console, number: int, document: Mapping[str, Any], pack: Pack) -> None:
    """Print whether a criterion is met, with the findings that its rule names."""
    shown = (group for group in groups(document, pack) if group.number == number)
    for group in shown:
        hanging(console, "found", group.title)
        for row in group.findings:
            unseen = f"{row['indicator']}: {why_unseen(row, document)}"
            hanging(console, "", _said(row) if row["n"] else unseen)


def _said(row: Mapping[str, Any]) -> str:
    counts = f"{count(row['k'])} of {count(row['n'])}, needs {percent(row['bar'])}"
    said = f"{row['indicator']}: {row['verdict']} ({counts})"
    return f"{said}, {weight(row)}" if row["bits"] is not None else said


def _standing(level: int, document: Mapping[str, Any]) -> str:
    """Say where the level stands to the one of the estimate."""
    headline = document["level"]
    if headline is None:
        return told(document).too_little
    if level == headline:
        return f"it is the level of this estimate ({document['statement']})"
    if level in document["ahead"]:
        return f"above the level ({headline}), yet its own evidence speaks for it"
    if level in document["holes"]:
        return f"below the level ({headline}), yet its own evidence speaks against it: a hole"
    return f"{'above' if level > headline else 'below'} the level of this estimate ({headline})"
