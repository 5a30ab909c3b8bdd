"""What each word, metric and indicator means: one card each, shown wherever it is asked."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from solisten.models.pack import counted
from solisten.models.registry import load

if TYPE_CHECKING:
    from solisten.models.pack import Pack

PACK = "solis"
"""The shipped pack whose cards the metrics may point to."""


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say what is counted and of which; or which indicator's card says it."""

    k: str = ""
    n: str = ""
    indicator: str = ""


class Cards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold the cards of the words, as sentences, and those of the metrics."""

    word: dict[str, str]
    metric: dict[str, Card]


@cache
def cards() -> Cards:
    """Return the shipped cards."""
    text = files("solisten.export").joinpath("cards.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Cards)


@cache
def definitions() -> dict[str, str]:
    """Return what each metric is, by its name (DESIGN 7.5).

    >>> definitions()["need_response_rate"]
    'Answered needs / needs, owed or not.'
    """
    return {name: _told(card) for name, card in cards().metric.items()}


def indicator_definitions(pack: Pack) -> dict[str, str]:
    """Return what each indicator of a pack counts, by its name."""
    return {one.id: counted(one.k, one.n) for one in pack.indicators if one.k}


def _told(card: Card) -> str:
    one = load(PACK).indicator(card.indicator) if card.indicator else None
    return counted(one.k, one.n) if one else counted(card.k, card.n)
