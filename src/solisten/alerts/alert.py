"""The noun of this layer: one thing worth telling, told once."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import msgspec

PostKey: TypeAlias = tuple[str, str]
"""Network and id of a stored post."""


class AlertKind(StrEnum):
    """What an alert is about."""

    VOLUME = "volume"
    NEGATIVE = "negative"
    PROMISE = "promise"
    STAGE = "stage"
    OUTAGE = "outage"
    RECOVERY = "recovery"


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one alert; whatever has the same `key` is the same alert.

    `day` is the UTC day it is about, `subject` what beside the brand it is about (a source, a
    model, a network). `title` and `text` are our own words and figures; what others wrote is only
    named by `posts` and looked up when it is shown, so that a deleted post leaves no copy here.
    """

    key: str
    kind: AlertKind
    brand: str
    subject: str
    day: int
    title: str
    text: str
    posts: tuple[PostKey, ...] = ()
