"""The indicators of answers to needs: whether, how soon, to what end, by how many."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from naive_counts import answered, no_reviews, where_listed, where_seen
from naive_texts import author_of, sign_off
from naive_window import HOUR, weekday, within

from solisten.nouns import Count
from solisten.reading import voice
from solisten.reading.cues import Cue

if TYPE_CHECKING:
    from naive_mentions import Group
    from naive_posts import Item
    from naive_window import Window


def response_rate(window: Window) -> Count:
    return answered(window.owed())


def conversation_ratio(window: Window) -> Count:
    replies = {item.key for item in window.replies}
    posts = [
        item
        for item in window.official
        if not answers_a_review(window, item)
        and not (item.key in replies and window.all.is_automatic(item))
    ]
    return Count(sum(item.key in replies for item in posts), len(posts))


def answers_a_review(window: Window, item: Item) -> bool:
    parent = window.scene.threads.parent(item)
    if parent is not None and parent.review:
        return True
    if item.repost:
        return False
    thread = window.all.in_thread[window.scene.threads.thread(item)]
    return any(mention.review and window.all.points_at(item, mention) for mention in thread)


def answered_in_time(window: Window, hours: int) -> Count:
    owed = window.owed(hours)
    return Count(sum(within(group.seconds(), hours * HOUR) for group in owed), len(owed))


def complaint_response_rate(window: Window) -> Count:
    return answered([group for group in window.owed() if group.kind == "complaint"])


def weekend_response_rate(window: Window) -> Count:
    owed = [g for g in window.owed() if weekday(g.head.day) in window.brand.weekend]
    return Count(sum(within(group.seconds(), 48 * HOUR) for group in owed), len(owed))


def untagged_response_rate(window: Window) -> Count:
    return answered(window.untagged())


def presence_match(window: Window) -> Count:
    needs = no_reviews(window.needs)
    there = sum(window.posted_twice(group.head.post.network) for group in needs)
    if len({group.head.post.network for group in needs}) == 1:
        return Count(there, len(needs), observable=False)
    return where_seen(window, there, len(needs))


def devoted_response_rate(window: Window) -> Count:
    return answered([group for group in window.owed() if group.kind == "question"])


def resolution_rate(window: Window) -> Count:
    ended = [
        group
        for group in window.needs
        if window.all.returns(group) or any(answer.post.accepted for answer in group.answers)
    ]
    well = sum(window.all.outcome(group) == "resolved" for group in ended)
    return Count(well, len(ended))


def sentiment_recovery_rate(window: Window) -> Count:
    complaints = (group for group in window.needs if group.kind == "complaint")
    rises = [rise for g in complaints if (rise := window.all.rise(g)) is not None]
    return Count(sum(rise >= 4_000 for rise in rises), len(rises))


def multi_turn_rate(window: Window) -> Count:
    owed = no_reviews(window.owed())
    return Count(sum(window.all.turns(group) for group in owed), len(owed))


def request_closed_rate(window: Window) -> Count:
    wished = [group for group in window.needs if window.texts.has(group.head, Cue.FEATURE)]
    return where_listed((window.texts.listed(g.head), is_done(window, g)) for g in wished)


def is_done(window: Window, group: Group) -> bool:
    return any(
        window.scene.is_official(item, window.brand.name)
        and not item.repost
        and not window.all.is_automatic(item)
        and item.t > group.head.t
        and window.texts.has(item, Cue.DONE)
        for item in window.scene.threads.others(group.head)
    )


def department_breadth(window: Window) -> Count:
    owed = [departments(group) for group in no_reviews(window.owed())]
    counts = Counter(name for names in owed for name in names)
    ranked = sorted(counts, key=lambda name: (-counts[name], voice.DEPARTMENTS.index(name)))
    return Count(sum(bool(names - set(ranked[:1])) for names in owed), len(owed))


def departments(group: Group) -> set[str]:
    """Return the known departments that spoke to the asker."""
    found = {
        voice.department(item.post.author, item.post.author_name, sign_off(item))
        for item in group.to_asker
    }
    return found - {""}


def case_handoff_rate(window: Window) -> Count:
    return where_listed(
        (
            any(window.texts.listed(item) for item in group.to_asker or [group.head]),
            any(window.texts.has(item, Cue.HANDOVER) for item in group.to_asker),
        )
        for group in window.owed()
    )


def cross_team_thread_rate(window: Window) -> Count:
    owed = no_reviews(window.owed())
    return Count(sum(crosses_teams(group) for group in owed), len(owed))


def crosses_teams(group: Group) -> bool:
    """Tell whether two accounts speak to the asker, not all of one department."""
    accounts = {author_of(item) for item in group.to_asker} - {None}
    spoken = [
        {
            voice.department(item.post.author, item.post.author_name, sign_off(item))
            for item in group.to_asker
            if author_of(item) == account
        }
        - {""}
        for account in accounts
    ]
    if len(accounts) < 2:
        return False
    return set() in spoken or len({name for names in spoken for name in names}) >= 2
