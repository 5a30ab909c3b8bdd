"""An estimate document as a report for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.report.headline import headline, limits, reach
from solisten.report.ink import printed, wrapped, written
from solisten.report.posts import Shown, numbered, posts_of
from solisten.report.safe import one_line, plain
from solisten.report.tables import METRICS_NOTE
from solisten.report.told import told, unsaid
from solisten.report.words import day, instant, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

    from solisten.models.pack import Pack
    from solisten.report.byhand import ByHand

WIDTH = 80
DECLARED = "Declared by the owner"


def render(
    document: Mapping[str, Any],
    pack: Pack,
    by_hand: Sequence[ByHand] = (),
    *,
    width: int = WIDTH,
    colour: bool = False,
) -> str:
    """Return the report of one estimate document (DESIGN 7.4) in at most `width` columns.

    `pack` is the rule pack of the document's model: it gives the names and the explanations;
    `by_hand` are mentions to check. What comes from outside is shown with control and
    bidi characters as U+FFFD, never as markup.
    """
    return render_all([(document, pack)], by_hand, width=width, colour=colour)


def render_all(
    reports: Sequence[tuple[Mapping[str, Any], Pack]],
    by_hand: Sequence[ByHand] = (),
    *,
    width: int = WIDTH,
    colour: bool = False,
) -> str:
    """Return the reports of several models over one evidence set, one after the other.

    What they share stands in the first: metrics, coverage, its warnings, the posts it shows.
    """
    posts = numbered([row for document, _ in reports for row in document["findings"]])
    said: set[str] = set()
    listed: set[int] = set()

    def write(console: Console) -> None:
        for at, (document, pack) in enumerate(reports):
            if at:
                console.print("\n")
            _report(console, unsaid(document, said), pack, posts, first=not at)
            said.update(document["warnings"] or ())
            _posts(console, (one for one in posts_of(document, posts) if one.number not in listed))
            listed.update(one.number for one in posts_of(document, posts))
            if not at:
                _by_hand(console, by_hand)
            _methods(console, document, pack)

    return printed(write, width=min(width, WIDTH), colour=colour)


def _report(
    console: Console,
    document: Mapping[str, Any],
    pack: Pack,
    posts: Mapping[tuple[str, str, str], Shown],
    *,
    first: bool,
) -> None:
    _top(console, document, pack)
    _findings(console, document, pack, posts)
    _around(console, document, pack)
    _list(console, "How firm this is", told(document).firm)
    _next(console, document, pack)
    _declared(console, document, pack)
    if first:
        _numbers(console, document)
    _unseen(console, document, pack)


def _top(console: Console, document: Mapping[str, Any], pack: Pack) -> None:
    """Print the headline, whom it is about, and the ladder."""
    console.print(one_line(headline(document, pack)), style="bold")
    window = document["window"]
    console.print(
        f"{one_line(document['brand'])}, {day(window['since'])} to {day(window['until'])} "
        f"(exclusive), as of {instant(document['as_of'])}",
        style="dim",
    )
    if around := reach(document, pack):
        console.print(around)
    if rung := pack.level(document["level"]):
        console.print(one_line(f"What the model says of this stage: {rung.means}"))
    if document["at_least"] and pack.levels:
        from solisten.report.ladder import ladder

        console.print()
        _lines(console, ladder(document, pack))
    _confidence(console, document)
    _list(console, "Mind", told(document).rest)


def _confidence(console: Console, document: Mapping[str, Any]) -> None:
    confidence = document["confidence"]
    if not confidence or confidence["overall"] is None:
        return
    parts = ", ".join(
        f"{name} {percent(confidence[name])}" for name in confidence if name != "overall"
    )
    console.print(f"\nConfidence {percent(confidence['overall'])}: {parts}.")


def _findings(
    console: Console,
    document: Mapping[str, Any],
    pack: Pack,
    posts: Mapping[tuple[str, str, str], Shown],
) -> None:
    from solisten.report.findings import findings

    _title(console, "Findings")
    for left, line in findings(document, pack, posts, console.width):
        _indented(console, line, left)


def _around(console: Console, document: Mapping[str, Any], pack: Pack) -> None:
    """Print the levels ahead of the gate, then the holes under it."""
    from solisten.report.findings import own_bits

    def rung(number: int) -> str:
        return f"{_rung(pack, number)} ({own_bits(document, number)})"

    ahead = [rung(number) for number in document["ahead"] or ()]
    _list(console, "Ahead of the gate: above the level, yet its own evidence speaks for it", ahead)
    holes = [rung(number) for number in document["holes"] or ()]
    _list(console, "Holes: up to the level, yet its own evidence speaks against it", holes)


def _unseen(console: Console, document: Mapping[str, Any], pack: Pack) -> None:
    """Print what cannot be seen: in these data, then from outside at all."""
    from solisten.report.findings import unseen

    _list(
        console,
        "Not observable in these data",
        (f"{reason}: {', '.join(names)}" for reason, names in unseen(document).items()),
    )
    _list(
        console,
        "Not visible from outside, for any brand",
        (
            f"{one.number} {one.name}: {one.cannot_be_seen}"
            for one in pack.levels
            if one.cannot_be_seen
        ),
    )


def _next(console: Console, document: Mapping[str, Any], pack: Pack) -> None:
    """Print what would lead to the next level."""
    following = document["next"]
    if not following:
        return
    title = "What to do next"
    if following["level"] is not None:
        title += f", for {_rung(pack, following['level'])}"
    _title(console, title)
    for action in following["actions"]:
        _item(console, str(action["text"]))
    if not following["actions"]:
        from solisten.report.findings import no_way

        console.print(no_way(document))


def _numbers(console: Console, document: Mapping[str, Any]) -> None:
    from solisten.report.tables import coverage_grid, metrics_grid

    _title(console, "Metrics")
    console.print(metrics_grid(document["metrics"] or ()))
    _indented_text(console, METRICS_NOTE, 0, "dim")
    _title(console, "Coverage: what was collected; what was not is unknown, not silent")
    console.print(coverage_grid(document["coverage"] or ()))


def _declared(console: Console, document: Mapping[str, Any], pack: Pack) -> None:
    """Print what is declared, with a second, hatched ladder; it never moves the headline."""
    stated, declared = told(document).declared, document["declared"]
    _list(console, DECLARED, stated)
    if not declared or declared["level"] is None:
        return
    from solisten.report.ladder import second

    low, high = declared["interval"]
    if stated:
        console.print()
    else:
        _title(console, DECLARED)
    for line in second(document, pack):
        console.print(line, no_wrap=True, overflow="crop", crop=True, style="dim")
    console.print(
        f"With what the owner states about what cannot be seen: {_rung(pack, declared['level'])} "
        f"(between {low} and {high}). Shown beside the headline, never mixed into it."
    )


def _posts(console: Console, posts: Iterable[Shown]) -> None:
    """Print every post that a finding links: number, day, excerpt, address."""
    for at, post in enumerate(posts):
        if not at:
            _title(console, "The posts behind the findings")
        lead = f"{f'[{post.number}]':<5}"
        _indented_text(console, f"{lead}{day(post.at)}  {post.excerpt}", 5, "", hang=True)
        if post.url:
            _indented_text(console, post.url, 5, "dim")


def _by_hand(console: Console, found: Sequence[ByHand]) -> None:
    """Print the mentions drawn at random, with what was read from each, to be checked by hand."""
    if not found:
        return
    _title(console, f"{len(found)} mentions drawn at random, to check by hand what was read")
    for one in found:
        _indented_text(console, f"{one.day}  {one.read}", 2, "")
        _indented_text(console, one.words, 4, "dim")
        _indented_text(console, one.place, 4, "dim")


def _methods(console: Console, document: Mapping[str, Any], pack: Pack) -> None:
    """Print sources and methods in short."""
    model = document["model"]
    _title(console, "Sources & methods")
    _indented_text(
        console,
        f"Model {model['id']} {model['version']} (sha256 {model['sha256'][:12]}…), after: "
        f"{one_line(pack.model.source) or 'see the pack'}. Sentiment: VADER on cleaned English "
        "text; other languages are unscored, never neutral. Spam authors and reposts are left "
        "out; automated acknowledgements are no answers. Shares carry Wilson 95 % intervals on "
        f"the plain k and n. {limits(pack)} Facts {str(document['facts_revision'])[:12]}…, "
        f"Solisten {document['tool_version']}, estimate {document['id']}. The full table: "
        "solisten export methods. By the other models: --model all.",
        0,
        "dim",
    )


def _title(console: Console, title: str) -> None:
    """Print a heading with a line that runs to the edge of the page."""
    from rich.text import Text

    heading = Text(f"{title} ", style="bold")
    heading.append("─" * (console.width - heading.cell_len), style="dim")
    console.print()
    if heading.cell_len > console.width:
        console.print(heading)
    else:
        written(console, [heading])


def _list(console: Console, title: str, items: Iterable[str]) -> None:
    """Print a titled list; nothing when it is empty."""
    for at, item in enumerate(items):
        if at == 0:
            _title(console, title)
        _item(console, item)


def _item(console: Console, text: str) -> None:
    _indented_text(console, f"- {one_line(text)}", 2, "", hang=True)


def _indented_text(
    console: Console, text: str, left: int, style: str, *, hang: bool = False
) -> None:
    from rich.text import Text

    _indented(console, Text(plain(text), style=style), left, hang=hang)


def _indented(console: Console, text: Text, left: int, *, hang: bool = False) -> None:
    """Print a text wrapped, moved to the right by `left`; with `hang` all but its first line."""
    from rich.text import Text

    lines = wrapped(console, text[left:] if hang else text, console.width - left) or [Text("")]
    leads = [text[:left] if hang else Text(" " * left), *[Text(" " * left)] * (len(lines) - 1)]
    written(console, [lead + line for lead, line in zip(leads, lines, strict=True)])


def _lines(console: Console, lines: Iterable[Text]) -> None:
    for line in lines:
        console.print(line, no_wrap=True, overflow="ellipsis", crop=True)


def _rung(pack: Pack, number: int) -> str:
    """Name a level."""
    rung = pack.level(number)
    return f"{number} {one_line(rung.name)}" if rung else str(number)
