"""One official post read into facts: what it does, whom it answers, where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.reading.clean import distinct_form
from solisten.reading.cues import Cue
from solisten.reading.facts import DAY, Act, Context, Item, OfficialFact
from solisten.reading.forms import form_of
from solisten.reading.keys import text_key
from solisten.reading.language import LISTED
from solisten.reading.links import has_campaign_tag, host_in, is_living, is_policy, is_report
from solisten.reading.voice import signature

if TYPE_CHECKING:
    from solisten.reading.officials import Voices

QUICK_SECONDS = 120
"""A reply this soon after its post may be automatic (INFERENCE C.5)."""

_ACTS = (
    (Cue.PROMO.value, Act.PROMO),
    (Cue.INVITE.value, Act.INVITE),
    (Cue.LOOP.value, Act.LOOP),
    (Cue.PROMISE.value, Act.PROMISE),
)
_REPORT = Cue.REPORT.value


def official_fact(
    item: Item,
    proof: str,
    parent: Item | None,
    voices: Voices,
    context: Context,
    *,
    is_reply: bool,
    to_review: bool,
) -> OfficialFact:
    """Read one post by an official account of the brand."""
    acts = _words(item)
    if item.kind != "repost":
        acts |= _links(item, voices)
    if is_reply:
        acts |= Act.REPLY
        if form_of(item) in context.automatic.get(voices.brand, ()):
            acts |= Act.AUTOMATIC
        if parent and not item.untimed and 0 <= item.t - parent.t <= QUICK_SECONDS:
            acts |= Act.QUICK
    if item.kind != "repost" and item.opens:
        acts |= Act.ORIGINAL
    if to_review:
        acts |= Act.TO_REVIEW
    if _names_a_member(item, voices, context):
        acts |= Act.INVITE
    return OfficialFact(  # in the order of its fields: keywords would cost several times as much
        voices.brand,
        item.network,
        item.id,
        item.root,
        item.channel,
        item.author_key,
        item.t,
        item.t // DAY,
        acts,
        form_of(item),
        text_key(distinct_form(item.text)),
        proof,
        " ".join(sorted(set(item.names))) if item.opens else "",
    )


def _words(item: Item) -> int:
    acts = 0
    if item.text.strip():
        acts |= Act.TEXT
        if signature(item.text):
            acts |= Act.SIGNED
    if item.lang in LISTED:
        acts |= Act.LISTED
    for cue, act in _ACTS:
        if item.cues & cue:
            acts |= act
    if item.cues & _REPORT and item.links:
        acts |= Act.REPORT
    return acts


def _links(item: Item, voices: Voices) -> int:
    acts = 0
    for link in item.links:
        own = host_in(link, voices.domains)
        living = is_living(link)
        if own or living:
            acts |= Act.LINKED
        if living:
            acts |= Act.LIVING
        if own:
            acts |= Act.OWN_LINK
            if has_campaign_tag(link):
                acts |= Act.CAMPAIGN
        if is_policy(link):
            acts |= Act.POLICY
        if is_report(link):
            acts |= Act.REPORT
    return acts


def _names_a_member(item: Item, voices: Voices, context: Context) -> bool:
    """Say whether the post names somebody who had mentioned the brand before (A.1, 26)."""
    if not item.opens:
        return False
    for name in item.names:
        if voices.addresses(item, name):
            continue
        first = context.first_mention(voices.brand, item.network, name)
        if first is not None and first < item.t:
            return True
    return False
