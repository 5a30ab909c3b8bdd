"""The findings by level in a terminal: verdict, have, need, and the posts that show it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rich.text import Text

from solisten.report.judged import UNSEEN, groups
from solisten.report.posts import SIDES, identity, sided
from solisten.report.safe import one_line
from solisten.report.told import told
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
LITTLE = 0.5  # bits: odds of 1.4 to 1
NOTHING = "nothing in the window to count it on"
CHOICE = re.compile(r"\bEC\b")
CHOSEN = "  * our choice: no published share was found; `explain` names the sources"
TITLES = "  verdict        indicator                         k of n  have    95 %  need"


def findings(
    document: Mapping[str, Any],
    pack: Pack,
    posts: Mapping[tuple[str, str, str], Shown],
    width: int,
) -> Iterator[tuple[int, Text]]:
    """Yield the findings under their levels or criteria, each line with its indent."""
    reasons = told(document).unseen
    yield INDENT, Text(TITLES, style="dim")
    if any(chosen(row) for row in document["findings"]):
        yield INDENT, Text(CHOSEN, style="dim")
    for group in groups(document, pack):
        if group.title:
            yield 0, Text("")
            yield 0, Text(group.title, style="bold")
        if group.note:
            yield INDENT, Text(group.note, style="dim")
        for row in group.counted:
            yield INDENT, _figures(row)
            details = _details(row, pack, posts, width - 2 * INDENT)
            if row["verdict"] == UNSEEN:
                details = [_why(row, reasons)]
            for line in details:
                yield 2 * INDENT, Text(line, style="dim")
        if group.empty:
            yield (
                INDENT,
                Text(f"{VERDICTS[UNSEEN]} {UNSEEN}: {', '.join(group.empty)}", style="dim"),
            )


def _figures(row: Mapping[str, Any]) -> Text:
    """Write verdict, name, have (k of n, share, 95 % interval), need."""
    verdict = row["verdict"]
    line = Text()
    line.append(f"{VERDICTS.get(verdict, ' ')} {verdict:<14} ", style=STYLES.get(verdict, ""))
    line.append(f"{row['indicator']:<25.25} ", style="" if row["n"] else "dim")
    if row["n"]:
        line.append(f"{count(row['k'])} of {count(row['n'])}".rjust(14))
        line.append(f" {percent(row['value']):>5} ")
        line.append(f"{span(row['ci']):>7} ", style="dim")
    else:
        line.append(" " * 29)
    line.append(f"{percent(row['bar']):>5}{chosen(row)}")
    return line


def chosen(row: Mapping[str, Any]) -> str:
    """Return the mark of a bar that is an engineering choice: no published share was found."""
    return "*" if CHOICE.search(row["source"] or "") else ""


def _details(
    row: Mapping[str, Any],
    pack: Pack,
    posts: Mapping[tuple[str, str, str], Shown],
    width: int,
) -> list[str]:
    """Say what is asked, then what it weighs with its posts; in one line where that fits."""
    indicator = pack.indicator(row["indicator"])
    asks = one_line(indicator.asks) if indicator else ""
    said = ", ".join(part for part in (weight(row), trust(row), few(row, pack)) if part)
    rest = "; ".join(part for part in (said, _posts(row, posts)) if part)
    parts = [part for part in (asks, rest) if part]
    together = "  ".join(parts)
    return [together] if len(together) <= width else parts


def why_unseen(row: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """Say why a finding shows nothing: the document's reason, else that nothing was there."""
    return _why(row, told(document).unseen)


def _why(row: Mapping[str, Any], reasons: Mapping[str, str]) -> str:
    reason = reasons.get(row["indicator"])
    return reason or ("these data do not show it" if row["n"] else NOTHING)


def weight(row: Mapping[str, Any]) -> str:
    """Say the role and what the finding adds to its level, in bits."""
    role = str(row["role"] or "")
    if not row["bits"]:
        return role
    bits = f"{row['bits']:+.1f} bits" if abs(row["bits"]) >= 0.05 else "0 bits"
    return f"{role}, {bits}"


def few(row: Mapping[str, Any], pack: Pack) -> str:
    """Say that there are fewer cases than its share should be read from."""
    one = pack.indicator(row["indicator"])
    return f"too few to read (from {one.show_from})" if one and 0 < row["n"] < one.show_from else ""


def unseen(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the indicators that these data do not show, by the reason."""
    found: dict[str, list[str]] = {}
    reasons = told(document).unseen
    for row in document["findings"]:
        if row["verdict"] == UNSEEN:
            found.setdefault(_why(row, reasons), []).append(str(row["indicator"]))
    return found


def own_bits(document: Mapping[str, Any], level: int) -> str:
    """Say how much a level's own evidence weighs.

    >>> rows = [{"level": 9, "bits": 0.14}, {"level": 8, "bits": -1.0}]
    >>> own_bits({"findings": rows}, 9), own_bits({"findings": rows}, 8)
    ('+0.1 bits, next to nothing', '-1.0 bits')
    """
    bits = sum(row["bits"] or 0.0 for row in document["findings"] if row["level"] == level)
    weak = ", next to nothing" if abs(bits) < LITTLE else ""
    return f"{bits:+.1f} bits{weak}" if abs(bits) >= 0.05 else f"0 bits{weak}"


def no_way(document: Mapping[str, Any]) -> str:
    """Say why nothing is advised for the next level."""
    rows = [row for row in document["findings"] if row["level"] == document["next"]["level"]]
    if rows and all(row["verdict"] in {"not observable", "not applicable"} for row in rows):
        return "Nothing of that stage can be seen in these data, so no count of theirs leads there."
    return "No small change of these counts leads there."


def trust(row: Mapping[str, Any]) -> str:
    """Say how far the count may move the judgement, where that is not all the way."""
    known = row["observability"]
    return f"trust {known:.2g}" if isinstance(known, float) and 0 < known < 1 else ""


def _posts(row: Mapping[str, Any], posts: Mapping[tuple[str, str, str], Shown]) -> str:
    """Name the numbers of the posts for and against, and of pages."""
    parts = []
    for side in SIDES:
        numbers = [posts[identity(post)].number for post in sided(row, side)]
        if numbers:
            parts.append(f"{side} " + " ".join(f"[{number}]" for number in numbers))
    return ", ".join(parts)
