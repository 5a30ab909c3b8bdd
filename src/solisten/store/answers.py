"""The first answer to a need: what a reader must see where the answer is what was judged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

import sqlalchemy as sa

from solisten.store import schema
from solisten.store.chunks import chunks
from solisten.store.rows import ANSWER_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

Place: TypeAlias = tuple[str, str]
"""Network and id of a post."""


def first_answers(connection: Connection, brand: str, needs: Iterable[Place]) -> dict[Place, Place]:
    """Return the first official answer to each of these needs, as far as it is known which it is.

    An answer that stands in its review's record carries no time of its own at times; others are
    found in the thread by theirs.
    """
    ids: dict[str, list[str]] = defaultdict(list)
    for network, id_ in needs:
        ids[network].append(id_)
    found: dict[Place, Place] = {}
    for network, part in ((n, p) for n, every in ids.items() for p in chunks(every)):
        mention, official = schema.mention.c, schema.official.c
        asked = connection.execute(
            sa.select(mention.id, mention.root, mention.t + mention.need_latency).where(
                mention.brand == brand, mention.network == network, mention.id.in_(part)
            )
        ).all()
        spoken = connection.execute(
            sa.select(official.root, official.id, official.t)
            .where(
                # Not by the key, in whose order all the brand's posts would be walked through.
                official.brand.concat("") == brand,
                official.network == network,
                official.root.in_([root for _, root, _ in asked]),
            )
            .order_by(official.id.desc())
        ).all()
        timed = {(root, t): id_ for root, id_, t in spoken}
        known = {id_ for _, id_, _ in spoken}
        for id_, root, answered in asked:
            own = f"{id_}{ANSWER_SUFFIX}"
            answer = own if own in known else timed.get((root, answered))
            if answer:
                found[network, id_] = (network, answer)
    return found
