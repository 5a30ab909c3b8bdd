"""Read [[brand]] as well as [[topic]], which brands name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from solisten.config import accounts, values
from solisten.config.places import Place, entries, shaped
from solisten.config.shapes import Brand, Declared, Topic
from solisten.query import Query, QuerySyntaxError, term

if TYPE_CHECKING:
    from collections.abc import Mapping


class BrandTable(msgspec.Struct, frozen=True):
    """[[brand]] as it is written."""

    name: str
    query: str = ""
    official: tuple[str, ...] = ()
    not_official: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    weekend: tuple[str, ...] = ("sat", "sun")
    promise: str = ""
    declared: tuple[dict[str, Any], ...] = ()


class TopicTable(msgspec.Struct, frozen=True):
    """[[topic]] as it is written."""

    name: str
    query: str = ""


def read_brands(data: Mapping[str, Any], file: str) -> tuple[Brand, ...]:
    """Return the brands with their rivals and topics checked to be defined."""
    topics = {topic.name.casefold(): topic.name for topic in read_topics(data, file)}
    read = [
        (_brand(shaped(entry, BrandTable, place), place), place)
        for entry, place in entries(data, "brand", "name", file)
    ]
    names = {brand.name.casefold(): brand.name for brand, _ in read}
    return tuple(
        msgspec.structs.replace(
            brand,
            rivals=values.defined("rivals", brand.rivals, _but(names, brand), "brand", place),
            topics=values.defined("topics", brand.topics, topics, "topic", place),
        )
        for brand, place in read
    )


def read_topics(data: Mapping[str, Any], file: str) -> tuple[Topic, ...]:
    """Return the topics; a topic without a query is searched by its name."""
    topics = []
    for entry, place in entries(data, "topic", "name", file):
        table = shaped(entry, TopicTable, place)
        topics.append(Topic(table.name.strip(), _query_or_name(table, place)))
    return tuple(topics)


def _brand(table: BrandTable, place: Place) -> Brand:
    """Read one brand; its rivals and topics are checked when all are known."""
    for number, word in enumerate(table.context):
        values.single(f"context[{number}]", word, _context_word, place)
    return Brand(
        name=table.name.strip(),
        query=_query_or_name(table, place),
        official=values.each("official", table.official, accounts.account, place),
        not_official=values.each("not_official", table.not_official, accounts.account, place),
        staff=values.each("staff", table.staff, accounts.account, place),
        hosts=values.each("hosts", table.hosts, accounts.channel, place),
        domains=values.each("domains", table.domains, values.domain, place),
        rivals=table.rivals,
        topics=table.topics,
        context=table.context,
        weekend=values.each("weekend", table.weekend, values.weekday, place),
        promise=values.single("promise", table.promise, values.seconds, place)
        if table.promise
        else None,
        declared=tuple(
            shaped(entry, Declared, Place(place.file, f"{place.table}, declared[{number}]"))
            for number, entry in enumerate(table.declared)
        ),
    )


def _query_or_name(table: BrandTable | TopicTable, place: Place) -> Query:
    if table.query.strip():
        return values.query(table.query, "query", place)
    try:
        return Query(f'"{table.name.strip()}"', term(table.name))
    except QuerySyntaxError:
        raise place.error("query", 'is missing; write query = "..."') from None


def _context_word(text: str) -> str:
    try:
        return term(text).text
    except QuerySyntaxError as error:
        raise ValueError(str(error)) from None


def _but(names: Mapping[str, str], brand: Brand) -> dict[str, str]:
    """Leave the brand itself out of those that may be its rivals."""
    return {key: name for key, name in names.items() if name != brand.name}
