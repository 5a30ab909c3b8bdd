"""An estimate document as one page: no scripts, nothing fetched, everything escaped."""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from solisten.report.crosswalk import NOTE, rows
from solisten.report.findings import (
    chosen,
    few,
    no_way,
    own_bits,
    trust,
    unseen,
    weight,
    why_unseen,
)
from solisten.report.headline import headline, limits, reach
from solisten.report.judged import groups
from solisten.report.posts import GONE, sided
from solisten.report.safe import one_line, plain, web_link
from solisten.report.tables import METRICS_NOTE, interval, of
from solisten.report.told import told, unsaid
from solisten.report.words import (
    VERDICTS,
    between,
    chance,
    count,
    day,
    instant,
    percent,
    span,
    value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jinja2 import Template

    from solisten.models.pack import Pack
    from solisten.report.byhand import ByHand


def render(
    reports: Iterable[tuple[Mapping[str, Any], Pack]], by_hand: Sequence[ByHand] = ()
) -> str:
    """Return one self-contained HTML page for one or more estimate documents (DESIGN 7.4).

    Each with the rule pack of its model; `by_hand` are mentions to check. Styles are inline,
    drawings are SVG; there is no script and no address to load, which a Content-Security-Policy in
    the page also says to the browser.
    Links lead only to http and https. Outside text is escaped, its control and bidi characters
    are U+FFFD.
    """
    pairs = list(reports)
    said = set(pairs[0][0]["warnings"] or ()) if pairs else set()
    shown = [
        _report(unsaid(document, said) if at else document, pack)
        for at, (document, pack) in enumerate(pairs)
    ]
    side_by_side = rows(pairs) if len(pairs) > 1 else []
    return _template().render(reports=shown, crosswalk=side_by_side, note=NOTE, by_hand=by_hand)


def _report(document: Mapping[str, Any], pack: Pack) -> dict[str, Any]:
    """Gather what the template shows of one document: words, no new numbers."""
    declared = document["declared"]
    return {
        "document": document,
        "pack": pack,
        "headline": headline(document, pack),
        "reach": reach(document, pack),
        "rung": pack.level(document["level"]),
        "rungs": pack.levels[::-1] if document["at_least"] else (),
        "groups": list(groups(document, pack)),
        "ahead": [pack.level(number) or number for number in document["ahead"] or ()],
        "holes": [pack.level(number) or number for number in document["holes"] or ()],
        "declared": declared if declared and declared["level"] is not None else None,
        "stated": told(document).declared,
        "unseen": unseen(document),
        "own_bits": partial(own_bits, document),
        "invisible": [rung for rung in pack.levels if rung.cannot_be_seen],
        "firm": told(document).firm,
        "limits": limits(pack),
        "warnings": told(document).rest,
        "networks": any(row.get("network") for row in document["metrics"] or ()),
    }


@cache
def _template() -> Template:
    """Read the template; everything that it prints is made harmless, then escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "chance": chance,
        "count": count,
        "day": day,
        "instant": instant,
        "link": web_link,
        "one_line": one_line,
        "percent": percent,
        "place": _place,
        "span": span,
    }
    environment.globals |= {
        "GONE": GONE,
        "METRICS_NOTE": METRICS_NOTE,
        "between": between,
        "chosen": chosen,
        "interval": interval,
        "of": of,
        "SIGNS": VERDICTS,
        "sided": sided,
        "few": few,
        "no_way": no_way,
        "trust": trust,
        "value": value,
        "weight": weight,
        "why_unseen": why_unseen,
    }
    page = files("solisten.report").joinpath("page.html.jinja")
    return environment.from_string(page.read_text("utf-8"))


def _harmless(printed: Any) -> Any:
    """Show control and bidi characters as U+FFFD; None as nothing."""
    from markupsafe import Markup

    if printed is None:
        return ""
    return (
        plain(printed) if isinstance(printed, str) and not isinstance(printed, Markup) else printed
    )


def _place(share: float | None) -> str:
    """Write a share of 1 as a place on a drawing, within its edges.

    >>> _place(0.123456), _place(1.2), _place(None)
    ('12.3%', '100%', '0%')
    """
    return f"{100 * min(1.0, max(0.0, share or 0.0)):.3g}%"
