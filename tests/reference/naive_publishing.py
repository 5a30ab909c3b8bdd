"""The indicators of what a brand publishes of its own accord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive_counts import of_originals, where_seen
from naive_texts import links_of

from solisten.nouns import Count
from solisten.reading import links
from solisten.reading.cues import Cue

if TYPE_CHECKING:
    from naive_posts import Item
    from naive_window import Window


def official_presence(window: Window) -> Count:
    k = min(10, len(window.official))
    return where_seen(window, k, k + min(10, len(window.mentions) // 50))


def posting_cadence(window: Window) -> Count:
    weeks = [set(window.days[at : at + 7]) for at in range(0, len(window.days) - 6, 7)]
    collected = [week for week in weeks if week & set(window.speaking_days())]
    spoken = {item.day for item in window.official}
    return where_seen(window, sum(bool(week & spoken) for week in collected), len(collected))


def burst_response_rate(window: Window) -> Count:
    usual = usual_activity(window)
    met = [
        window.activity(day) >= 2 and 10 * window.activity(day) >= 16 * usual
        for day in window.bursts
    ]
    return Count(sum(met), len(met))


def usual_activity(window: Window) -> float:
    """Return the median activity of two days over the covered days; a multiple of one half."""
    ordered = sorted(window.activity(day) for day in window.covered_days())
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2 if ordered else 0.0


def value_post_share(window: Window) -> Count:
    return of_originals(window, lambda item: not window.texts.has(item, Cue.PROMO))


def own_links(window: Window, item: Item) -> list[str]:
    domains = frozenset(domain.casefold() for domain in window.brand.domains)
    return [link for link in links_of(item) if links.host_in(link, domains)]


def living_destination_share(window: Window) -> Count:
    posts = [item for item in window.official if not item.repost]
    living = {item.key for item in posts if any(map(links.is_living, links_of(item)))}
    leading = [item for item in posts if item.key in living or own_links(window, item)]
    return Count(len(living), len(leading), observable=bool(window.brand.domains))


def feedback_loop_rate(window: Window) -> Count:
    return of_originals(window, lambda item: window.texts.has(item, Cue.LOOP))


def policy_published(window: Window) -> Count:
    linking = [any(map(links.is_policy, links_of(item))) for item in window.originals]
    return Count(sum(linking), len(linking))


def response_terms_published(window: Window) -> Count:
    return of_originals(window, lambda item: window.texts.has(item, Cue.PROMISE))


def campaign_tag_share(window: Window) -> Count:
    found = [own_links(window, item) for item in window.official if not item.repost]
    linking = [own for own in found if own]
    return Count(sum(any(map(links.has_campaign_tag, own)) for own in linking), len(linking))


def outcome_report_rate(window: Window) -> Count:
    reports = [
        (window.texts.has(item, Cue.REPORT) and bool(links_of(item)))
        or any(map(links.is_report, links_of(item)))
        for item in window.originals
    ]
    return Count(sum(reports), len(reports))
