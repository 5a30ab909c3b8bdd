"""Write the configuration with which a simulated brand is listened to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulated_networks import Place


@dataclass(frozen=True, slots=True)
class Setup:
    """Hold what an owner would write about the brand."""

    name: str
    query: str
    slug: str
    rival: str
    places: list[Place]
    topics: list[str]
    staff: list[str]


def config_text(setup: Setup) -> str:
    """Return a config.toml: the brand, its rival and its topic, all accounts declared."""
    brand: list[tuple[str, str | list[str]]] = [
        ("name", setup.name),
        ("query", setup.query),
        ("official", official(setup.places)),
        ("hosts", [f"{p.network.name}:{p.channel}" for p in setup.places if p.hosted]),
        ("domains", [f"{setup.slug}.example"]),
        ("rivals", [setup.rival]),
        ("topics", [setup.topics[0]]),
        ("staff", setup.staff),
    ]
    topic = " OR ".join(f'"{t}"' for t in setup.topics)
    tables = [
        "[window]\ndays = 90\n",
        _table("brand", brand),
        _table("brand", [("name", setup.rival), ("query", f'"{setup.rival.lower()}"')]),
        _table("topic", [("name", setup.topics[0]), ("query", topic)]),
    ]
    return "\n".join(tables)


def official(places: list[Place]) -> list[str]:
    """Return the official accounts as the configuration names them."""
    return [
        f"{p.network.name}:{p.channel}/@{a}"
        if p.network.name in {"discourse", "forum"}
        else f"{p.network.name}:@{a}"
        for p in places
        for a in p.accounts
        if p.network.links != "review" and p.network.opener != "article"
    ]


def _table(name: str, pairs: list[tuple[str, str | list[str]]]) -> str:
    lines = [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in pairs if v]
    return "\n".join([f"[[{name}]]", *lines, ""])
