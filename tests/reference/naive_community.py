"""The indicators of what people do for each other, where the brand meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive_counts import no_reviews, of_originals
from naive_metrics import advocates, returning
from naive_people import callable_names
from naive_posts import DAY
from naive_texts import has_text, names_of
from naive_topics import joined_early, others_reply, own_posts, strangers
from naive_window import within

from solisten.nouns import Count
from solisten.reading.cues import Cue

if TYPE_CHECKING:
    from naive_mentions import Group
    from naive_posts import Item
    from naive_window import Window


def praise_response_rate(window: Window) -> Count:
    praise = [
        item
        for item in window.mentions
        if window.all.role[item.key] == "mention"
        and window.texts.positive(item)
        and window.is_home(item.post.network)
        and not window.scene.threads.is_fragment(item)
    ]
    return Count(sum(is_thanked(window, item) for item in praise), len(praise))


def is_thanked(window: Window, item: Item) -> bool:
    """Tell whether praise is answered, and if in words, not in formulas alone."""
    answers = window.all.answers[item.key]
    written = [answer for answer in answers if has_text(answer)]
    return bool(answers) and not (written and all(map(window.is_canned, written)))


def peer_answer_rate(window: Window) -> Count:
    needs = [group for group in no_reviews(window.needs) if peers_could(window, group, 48)]
    return Count(sum(bool(group.peers) for group in needs), len(needs))


def peer_answer_24h_rate(window: Window) -> Count:
    needs = [group for group in no_reviews(window.needs) if peers_could(window, group, 24)]
    return Count(sum(within(group.peer_seconds(), DAY) for group in needs), len(needs))


def peers_could(window: Window, group: Group, hours: int) -> bool:
    return window.old(group, hours) and window.whole(group)


def advocate_share(window: Window) -> Count:
    every = window.authors(window.mentions)
    k, n = advocates(window, [m for m in window.mentions if window.texts.listed(m)])
    return Count(k, n, observable=2 * n >= len(every))


def returning_author_rate(window: Window) -> Count:
    return Count(*returning(window, [item for item in window.mentions if not item.review]))


def community_invitation_rate(window: Window) -> Count:
    return of_originals(window, lambda item: invites(window, item))


def invites(window: Window, item: Item) -> bool:
    """Tell whether a post invites, or names somebody who mentioned the brand before."""
    if window.texts.has(item, Cue.INVITE):
        return True
    named = names_of(item)
    return any(
        earlier.post.network == item.post.network
        and earlier.t < item.t
        and named & callable_names(earlier)
        for earlier in window.all.items
    )


def topic_participation_rate(window: Window) -> Count:
    threads = strangers(window)
    return Count(sum(bool(own_posts(window, opener)) for opener in threads), len(threads))


def proactive_outreach_rate(window: Window) -> Count:
    threads = [opener for opener in strangers(window) if others_reply(window, opener)]
    return Count(sum(joined_early(window, opener) for opener in threads), len(threads))
