"""The organisational form that answers suggest: five names, each from counts that ask for it."""

from __future__ import annotations

import pytest

from solisten.metrics.form import form_of
from solisten.nouns import Count
from solisten.store.answering import Answering

NOBODY = Count(0, 20)


def _one(name: str, replies: int, signed: int = 0, network: str = "forum") -> Answering:
    return Answering(network, name, replies, signed)


@pytest.mark.parametrize(
    ("accounts", "departments", "named", "name"),
    [
        ([_one("care", 40)], {0: 40}, NOBODY, "centralised"),
        ([_one("care", 40), _one("care", 40, 0, "blog")], {0: 80}, NOBODY, "centralised"),
        ([_one("care", 40)], {0: 20, 1: 12, 2: 8}, NOBODY, "hub and spoke"),
        ([_one("a", 20), _one("b", 20)], {}, NOBODY, "organic"),
        ([_one("de", 20, 20), _one("fr", 20, 15)], {0: 40}, NOBODY, "dandelion"),
        ([_one("a", 20, 20), _one("b", 20, 20)], {0: 20, 1: 20}, NOBODY, "hub and spoke"),
        ([_one("ana", 20, 20), _one("ben", 20, 20)], {0: 40}, Count(12, 20), "holistic"),
    ],
)
def test_the_form_follows_from_who_answers(
    accounts: list[Answering], departments: dict[int, int], named: Count, name: str
) -> None:
    found = form_of(accounts, departments, named)
    assert found is not None
    assert found.name == name


def test_a_handful_of_replies_has_no_form() -> None:
    assert form_of([_one("care", 9)], {0: 9}, NOBODY) is None
