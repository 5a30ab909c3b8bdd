"""The name of the network under which a source's posts are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from solisten.connector import RequestFailed
from solisten.nouns import Gone, Post

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from solisten.config import Source
    from solisten.connector import Connector, Cursor, Listen, Listening
    from solisten.connector import Source as Listened


def under(listen: Listen, network: str) -> Listen:
    """Return a `listen` whose posts and deletions are of `network`; the same one where it is ""."""
    if not network:
        return listen

    def listening(source: Listened, cursor: Cursor) -> Listening:
        steps = listen(source, cursor)
        try:
            event = next(steps)
            while True:
                if isinstance(event, Post | Gone):
                    event = msgspec.structs.replace(event, network=network)
                try:
                    answer = yield event
                except RequestFailed as failure:
                    event = steps.throw(failure)
                else:
                    event = steps.send(answer)
        except StopIteration:
            return
        finally:
            steps.close()

    return listening


def namesakes(sources: Sequence[Source], connectors: Mapping[str, Connector]) -> list[str]:
    """Return what is wrong where two sites whose ids may be the same are kept as one network.

    Some networks number their posts on each site by itself (`own_ids` names the option that says
    which site it is): the store tells posts apart by network and id alone.
    """
    sites: dict[tuple[str, str], dict[str, str]] = {}
    for one in sources:
        found = connectors.get(one.connector)
        if found is not None and found.own_ids:
            value = one.url if found.own_ids == "url" else one.options.get(found.own_ids, "")
            site = str(value).partition("://")[2].partition("/")[0].lower() or str(value)
            sites.setdefault((one.connector, one.network), {}).setdefault(site, one.id)
    return [
        _told(connector, list(ids.values()))
        for (connector, _), ids in sites.items()
        if len(ids) > 1
    ]


def mixed(channels: Mapping[str, Collection[str]], connectors: Iterable[Connector]) -> list[str]:
    """Return what is wrong where posts of two sites, numbered alike, have one network's name.

    `channels` are those of each network's posts: of one that numbers by site, its sites.
    """
    numbered = sorted(one.name for one in connectors if one.own_ids)
    found = {name: sorted({*channels.get(name, ())} - {""}) for name in numbered}
    return [
        f"{name} has posts of {', '.join(sites[:-1])} and {sites[-1]}, and each site numbers its"
        f" posts by itself: of two with one number the later stays. Keep a site apart under a name"
        f" of its own: solisten connectors read {name} FILE... --network {name}-2 > posts.jsonl"
        for name, sites in found.items()
        if len(sites) > 1
    ]


def _told(connector: str, ids: Collection[str]) -> str:
    first, *others = ids
    return (
        f'[[source]] "{first}" and "{others[0]}" read two sites of {connector}, whose posts may'
        f' have the same ids: give "{others[0]}" a network of its own:'
        f' network = "{connector}-2"'
    )
