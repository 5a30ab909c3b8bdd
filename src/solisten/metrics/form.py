"""How a brand seems to be organised, by who answers: shown with little trust, never inferred."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from solisten.nouns import Count
    from solisten.store.answering import Answering

LEAST = 10
"""Replies from which the form says anything (EC)."""
SEVERAL = 1.5
"""An effective number from which it is more than one (EC)."""
PERSONAL = 0.3
"""The share of answers by people's own accounts from which everybody speaks (INFERENCE A.2)."""
SHARED_STYLE = 0.5
"""The share of signed replies from which accounts have a style in common (EC)."""


@dataclass(frozen=True, slots=True)
class Form:
    """Hold the form's name, and the effective numbers that it rests on.

    `accounts` are those that answer on one network (the mean over networks, by replies), not the
    sum over them: an account on each network is one hub.
    """

    name: str
    accounts: float
    departments: float
    replies: int


def form_of(
    accounts: Sequence[Answering], departments: Mapping[int, int], named: Count
) -> Form | None:
    """Return the form of INFERENCE A.2; None with too few replies.

    `departments` are needs by department, `named` answered needs by identifiable people.
    """
    replies = sum(one.replies for one in accounts)
    if replies < LEAST:
        return None
    per_network: dict[str, list[int]] = {}
    for one in accounts:
        per_network.setdefault(one.network, []).append(one.replies)
    hubs = sum(effective(found) * sum(found) for found in per_network.values()) / replies
    parts = effective(departments.values())
    signed = sum(one.signed for one in accounts) / replies
    return Form(_name(hubs, parts, signed, named), hubs, parts, replies)


def _name(hubs: float, parts: float, signed: float, named: Count) -> str:
    if named.n and named.k > PERSONAL * named.n and hubs >= SEVERAL:
        return "holistic"
    if hubs < SEVERAL:
        return "hub and spoke" if parts >= SEVERAL else "centralised"
    if signed < SHARED_STYLE:
        return "organic"
    return "hub and spoke" if parts >= SEVERAL else "dandelion"


def effective(counts: Iterable[int]) -> float:
    """Return how many equal parts would be as mixed: exp of the entropy; 0 for nothing.

    >>> effective([5, 5]), effective([7]), effective([])
    (2.0, 1.0, 0.0)
    """
    found = [count for count in counts if count]
    total = sum(found)
    if not total:
        return 0.0
    entropy = -sum(count / total * math.log(count / total) for count in found)
    return round(math.exp(entropy), 9)


def by_department(masks: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """Return needs by department from needs by mask of departments.

    >>> by_department([{0b101: 2}, {0b1: 3}])
    {0: 5, 2: 2}
    """
    counts: Counter[int] = Counter()
    for found in masks:
        for mask, needs in found.items():
            for place in range(mask.bit_length()):
                if mask >> place & 1:
                    counts[place] += needs
    return dict(counts)
