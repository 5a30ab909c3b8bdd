"""The metrics of DESIGN 7.5, one by one, as (numerator, denominator, value)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from naive_mentions import latency
from naive_texts import has_text, normal_form, signature, words
from naive_topics import is_named_in, openers, speaks_in

from solisten.reading.clean import distinct_form
from solisten.reading.cues import Cue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from naive_posts import Item
    from naive_window import Window

Measured: TypeAlias = tuple[int | None, int | None, float | None]
"""Numerator, denominator, value; a count has only a numerator, a percentile only an n."""


def share(k: int, n: int) -> Measured:
    return (k, n, k / n if n else None)


def count(k: int) -> Measured:
    return (k, None, float(k))


def percentile(values: Iterable[int], percent: int) -> Measured:
    """Interpolate linearly between the order statistics (type 7)."""
    ordered = sorted(values)
    if not ordered:
        return (None, 0, None)
    place = Fraction(percent * (len(ordered) - 1), 100)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    value = ordered[low] + (place - low) * (ordered[high] - ordered[low])
    return (None, len(ordered), float(value))


def metrics_of(window: Window) -> dict[str, Measured]:
    found = {name: measure(window) for name, measure in SINGLE.items()}
    found |= conversation(window)
    return found


def net_sentiment(window: Window) -> Measured:
    up = sum(map(window.texts.positive, window.mentions))
    down = sum(map(window.texts.negative, window.mentions))
    return (up - down, up + down, (up - down) / (up + down) if up + down else None)


def negative_share(window: Window) -> Measured:
    scored = [item for item in window.mentions if window.texts.compound(item) is not None]
    return share(sum(map(window.texts.negative, scored)), len(scored))


def unscored_share(window: Window) -> Measured:
    unscored = [item for item in window.mentions if window.texts.compound(item) is None]
    return share(len(unscored), len(window.mentions))


def mention_response_rate(window: Window) -> Measured:
    return share(sum(is_answered(window, m) for m in window.mentions), len(window.mentions))


def is_answered(window: Window, item: Item) -> bool:
    return bool(window.all.answers[item.key])


def need_response_rate(window: Window, kind: str = "") -> Measured:
    needs = [group for group in window.needs if kind in {"", group.kind}]
    return share(sum(bool(group.answers) for group in needs), len(needs))


def question_response_rate(window: Window) -> Measured:
    return need_response_rate(window, "question")


def response_rate(window: Window) -> Measured:
    owed = window.owed()
    return share(sum(bool(group.answers) for group in owed), len(owed))


def latencies(window: Window) -> list[int]:
    times = (latency(item, window.all.answers[item.key]) for item in window.mentions)
    return [seconds for seconds in times if seconds is not None]


def negative_latency(window: Window) -> Measured:
    firsts = ((item, window.all.answers[item.key][:1]) for item in window.mentions)
    return count(sum(not f.untimed and f.t < item.t for item, first in firsts for f in first))


def signed_reply_share(window: Window) -> Measured:
    replies = [reply for reply in window.replies if has_text(reply)]
    return share(sum(bool(signature(reply)) for reply in replies), len(replies))


def distinct_reply_share(window: Window) -> Measured:
    replies = [reply for reply in window.replies if has_text(reply)]
    return share(len({distinct_form(words(reply)) for reply in replies}), len(replies))


def peer_answer_rate(window: Window) -> Measured:
    return share(sum(bool(group.peers) for group in window.needs), len(window.needs))


def returning_author_rate(window: Window) -> Measured:
    return share(*returning(window, window.mentions))


def returning(window: Window, mentions: list[Item]) -> tuple[int, int]:
    """Return how many authors of the first half are seen in the second, of how many."""
    middle = window.since + len(window.days) // 2
    first = window.authors(item for item in mentions if item.day < middle)
    second = window.authors(item for item in mentions if item.day >= middle)
    return len(first & second), len(first)


def advocate_share(window: Window) -> Measured:
    return share(*advocates(window, window.mentions))


def advocates(window: Window, mentions: list[Item]) -> tuple[int, int]:
    """Return the distinct voices that recommend, and the distinct authors; a ring is one voice."""
    rings = recommending_rings(window)
    authors = window.authors(mentions)
    voices: set[object] = set()
    for item in mentions:
        author = window.authors([item])
        if author and window.texts.has(item, Cue.RECOMMEND):
            form = normal_form(item)
            voices.add(form if form in rings else next(iter(author)))
    return min(len(voices), len(authors)), len(authors)


def recommending_rings(window: Window) -> set[str]:
    """Return the recommending texts of six words and more that three authors share."""
    users: dict[str, set[tuple[str, str]]] = {}
    for item in window.all.items:
        if window.texts.has(item, Cue.RECOMMEND):
            users.setdefault(normal_form(item), set()).update(window.authors([item]))
    return {form for form, who in users.items() if len(form.split()) >= 6 and len(who) >= 3}


def share_of_voice(window: Window) -> Measured:
    rivals = window.scene.rivals(window.brand.name)
    if not rivals:
        return (None, None, None)
    others = sum(len(window.inside(window.scene.mentions(rival.name))) for rival in rivals)
    return share(len(window.mentions), len(window.mentions) + others)


def conversation(window: Window) -> dict[str, Measured]:
    """Return share_of_conversation, and what of it is earned (named) or owned (spoken)."""
    threads = openers(window)
    earned = {item.key for item in threads if is_named_in(window, item)}
    owned = {item.key for item in threads if speaks_in(window, item)}
    return {
        "share_of_conversation": share(len(earned | owned), len(threads)),
        "share_of_conversation_earned": share(len(earned), len(threads)),
        "share_of_conversation_owned": share(len(owned), len(threads)),
    }


SINGLE: dict[str, Callable[[Window], Measured]] = {
    "mentions": lambda window: count(len(window.mentions)),
    "mentioning_authors": lambda window: count(len(window.authors(window.mentions))),
    "official_posts": lambda window: count(len(window.official)),
    "official_replies": lambda window: count(len(window.replies)),
    "net_sentiment": net_sentiment,
    "negative_share": negative_share,
    "unscored_share": unscored_share,
    "mention_response_rate": mention_response_rate,
    "need_response_rate": need_response_rate,
    "question_response_rate": question_response_rate,
    "response_rate": response_rate,
    "first_response_seconds_p50": lambda window: percentile(latencies(window), 50),
    "first_response_seconds_p90": lambda window: percentile(latencies(window), 90),
    "negative_latency": negative_latency,
    "signed_reply_share": signed_reply_share,
    "distinct_reply_share": distinct_reply_share,
    "conversation_rate": lambda window: share(len(window.replies), len(window.official)),
    "peer_answer_rate": peer_answer_rate,
    "returning_author_rate": returning_author_rate,
    "advocate_share": advocate_share,
    "share_of_voice": share_of_voice,
}
