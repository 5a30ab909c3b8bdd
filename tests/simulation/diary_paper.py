"""Write a post of the diary generator down, as richly or as poorly as its record is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulated_networks import identifier, linked
from simulated_nouns import Draft, Record

if TYPE_CHECKING:
    from diary_world import House, Person
    from simulated_networks import Place


def post(
    house: House, place: Place, author: str, t: float, text: str, intent: str, *,
    parent: Draft | None = None, root: Draft | None = None, about: bool = False,
    person: Person | None = None, more: Record | None = None,
) -> Draft | None:  # fmt: skip
    """Keep a post, unless the diary ends before it or nobody collects the network."""
    when = int(t)
    if when >= house.end or not place.collected or (root is None and parent is not None):
        return None
    if parent is not None:
        when = max(when, parent.t + 1)
    bare = house.manner == "bare"
    serial = len(house.drafts) + 1
    ident = f"{place.network.name[:2]}{serial}"
    if house.manner == "full":
        ident = identifier(house.rng, place, author, serial, "" if root is None else "x")
    record: Record = {"network": place.network.name, "id": ident, "author": author, "text": text}
    if place.channel and (place.hosted or not bare):
        record["channel"] = place.channel
    if place.network.links == "review":
        record["kind"] = "review"
    if house.manner == "full":
        record["author_name"] = person.name if person else author
        record["kind"] = place.network.opener if root is None else place.network.reply
        if person:
            record["lang"] = person.lang
    if more:
        record |= more
    _link(house, place, record, parent, root)
    draft = Draft(record, when, intent, about)
    house.drafts.append(draft)
    return draft


def _link(
    house: House, place: Place, record: Record, parent: Draft | None, root: Draft | None
) -> None:
    if house.manner == "full":
        linked(place, record, parent.record if parent else None, root.record if root else None)
        return
    if parent is not None:
        record["reply_to"] = parent.record["id"]
    if house.manner == "threaded" and root is not None:
        record["thread"] = root.record["id"]
