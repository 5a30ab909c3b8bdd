"""Two or more estimates of one model side by side: who stands higher, and by what."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from solisten.metrics.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SCHEMA = "solisten.compare/1"
MOST = 6
"""Findings listed as those that differ most."""


def contrast(
    documents: Sequence[Mapping[str, Any]],
    mentions: Mapping[str, int],
    networks: Mapping[str, str],
) -> dict[str, Any]:
    """Return the comparison of estimate documents (DESIGN 7.4) of one model and window.

    `mentions` are each brand's on the networks that were collected for all; `networks` says by
    network why it was not, "" where it was.
    """
    first = documents[0]
    return {
        "schema": SCHEMA,
        "model": first["model"],
        "as_of": first["as_of"],
        "window": first["window"],
        "brands": [_brand(one) for one in documents],
        "above": [_above(one, two) for one, two in combinations(documents, 2)]
        if first["at_least"]
        else [],
        "differ": list(_differ(documents)),
        "share_of_voice": _voice(mentions, networks),
    }


def _brand(document: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("brand", "id", "level", "level_name", "statement", "interval", "median", "at_least")
    return {key: document[key] for key in (*keys, "ceiling", "met", "not_met", "not_observable")}


def _above(one: Mapping[str, Any], two: Mapping[str, Any]) -> dict[str, Any]:
    """Return how probable it is that one stands above the other; their posts are independent."""
    ours, theirs = masses(one["at_least"]), masses(two["at_least"])
    higher = sum(p * sum(theirs[:at]) for at, p in enumerate(ours))
    equal = sum(p * q for p, q in zip(ours, theirs, strict=True))
    return {
        "brand": one["brand"],
        "than": two["brand"],
        "above": higher,
        "equal": equal,
        "below": max(0.0, 1 - higher - equal),
    }


def masses(at_least: Mapping[str, float]) -> list[float]:
    """Return P(S = s) from P(S >= s), the first level first.

    >>> masses({"1": 1.0, "2": 0.75, "3": 0.25})
    [0.25, 0.5, 0.25]
    """
    tails = [*at_least.values(), 0.0]
    return [tail - after for tail, after in pairwise(tails)]


def _differ(documents: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the findings that set the brands apart, by the distance of what the data say."""
    rows = [{row["indicator"]: row for row in one["findings"]} for one in documents]
    spread = []
    for name in rows[0]:
        seen = [each[name] for each in rows if name in each and each[name]["observability"] > 0]
        if len(seen) > 1:
            said = [row["p"] if row["bits"] is None else row["bits"] for row in seen]
            spread.append((max(said) - min(said), name))
    spread.sort(key=lambda one: (-one[0], one[1]))
    for distance, name in spread[:MOST]:
        if distance > 0:
            yield {
                "indicator": name,
                "level": rows[0][name]["level"],
                "bar": rows[0][name]["bar"],
                "distance": distance,
                "values": [
                    {"brand": document["brand"], **_value(each[name])}
                    for document, each in zip(documents, rows, strict=True)
                ],
            }


def _value(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("k", "n", "value", "ci", "verdict", "bits")}


def _voice(mentions: Mapping[str, int], networks: Mapping[str, str]) -> dict[str, Any]:
    every = sum(mentions.values())
    shared = [network for network, why in networks.items() if not why]
    return {
        "networks": shared,
        "left_out": [{"network": n, "why": why} for n, why in networks.items() if why],
        "shares": [
            {
                "brand": brand,
                "mentions": count if shared else None,
                "of": every if shared else None,
                "value": count / every if every and shared else None,
                "ci": wilson(count, every) if every and shared else None,
            }
            for brand, count in mentions.items()
        ],
    }
