"""What another rule pack would have made of a history, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.report.ink import hanging, printed
from solisten.report.safe import one_line
from solisten.report.words import between, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

MOST = 6


def render(document: Mapping[str, Any], *, width: int = 80, colour: bool = False) -> str:
    """Return the report of a models diff: the rules, then every estimate and week that differs."""

    def write(console: Console) -> None:
        before, after = document["before"], document["after"]
        title = f"{before['id']} {before['version']} against {after['id']} {after['version']}"
        console.print(f"{title}, on {one_line(document['brand'])}", style="bold")
        for rule in document["rules"] or ["the same rules in other words"]:
            hanging(console, "rules", rule)
        _estimates(console, document)
        _weeks(console, document)

    return printed(write, width=width, colour=colour)


def _estimates(console: Console, document: Mapping[str, Any]) -> None:
    kept = document["estimates"]
    changed = [one for one in kept if _result(one, "before") != _result(one, "after")]
    console.print()
    title = f"{plural(len(kept), 'kept observation')}: {len(changed)} would be judged otherwise"
    console.print(title, style="bold")
    for one in changed:
        window = f"{one['since']} to {one['until']}"
        told = f"{window}: {_result(one, 'before')} becomes {_result(one, 'after')}"
        hanging(console, f"{one['id']:>5}", told, left=7)
        for moved in one["moved"][:MOST]:
            said = f"{moved['indicator']}: {moved['before'] or 'new'} becomes "
            hanging(console, "", said + (moved["after"] or "gone"), left=9)
        if len(one["moved"]) > MOST:
            hanging(console, "", f"and {len(one['moved']) - MOST} more", left=9)


def _weeks(console: Console, document: Mapping[str, Any]) -> None:
    weeks = document["weeks"]
    ladder = document["before"]["kind"] == "ladder"
    key = "published" if ladder else "met"
    changed = [one for one in weeks if one[f"{key}_before"] != one[f"{key}_after"]]
    console.print()
    what = "published level" if ladder else "number of criteria met"
    title = f"{plural(len(weeks), 'week')} of history: another {what} in {len(changed)}"
    console.print(title, style="bold")
    before: tuple[object, object] | None = None
    for one in weeks:
        pair = one[f"{key}_before"], one[f"{key}_after"]
        if pair[0] != pair[1] and pair != before:
            told = f"{_named(pair[0])} becomes {_named(pair[1])}"
            hanging(console, f"{one['week_end']}  ", told, left=12)
        before = pair


def _result(one: Mapping[str, Any], when: str) -> str:
    if one[f"met_{when}"] is not None:
        return f"{one[f'met_{when}']} met"
    return f"{_named(one[f'level_{when}'])} ({between(*one[f'interval_{when}'])})"


def _named(level: object) -> str:
    return "none" if level is None else str(level)
