"""The Conclave's "Sources & Methods" table of one estimate document."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from solisten.export.cards import cards, definitions, indicator_definitions
from solisten.export.columns import TABLES, columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from solisten.models.pack import Pack


def methods(
    document: Mapping[str, Any], pack: Pack, *, parameters: Sequence[tuple[str, str]] = ()
) -> Iterator[dict[str, object]]:
    """Yield the table's rows: section, item, value.

    From the document (DESIGN 7.4): the time frame, the sources with their dates, the model. From
    the package: filters, spam, sentiment, languages, words, metrics, the dictionary of the tables;
    from the `pack` of the document's model what its indicators count.
    `parameters` are the search parameters that the document does not hold, such as
    ("query", "acme") or ("official account", "mastodon:@acme@social.example").
    """
    for section, item, value in (
        *_frame(document),
        *_sources(document),
        *(("Search parameters", item, value) for item, value in parameters),
        *_standing(),
        *_measured(document),
        *_model(document),
        *(("Words", name, text) for name, text in cards().word.items()),
        *(("Metrics", name, text) for name, text in definitions().items()),
        *(("Indicators", name, text) for name, text in indicator_definitions(pack).items()),
        *_dictionary(),
        *(("Warnings", str(at), str(text)) for at, text in enumerate(document["warnings"], 1)),
    ):
        yield {"section": section, "item": item, "value": value}


def _frame(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    window = document["window"]
    yield "Time frame", "brand", document["brand"]
    yield "Time frame", "first day (UTC)", window["since"]
    yield "Time frame", "first day after (UTC)", window["until"]
    yield "Time frame", "seen as of", document["as_of"]


def _sources(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield one row per network and channel: posts, dates, how much of it was healthy."""
    for row in document["coverage"]:
        place = " ".join(part for part in (row["network"], row["channel"]) if part)
        health = row["healthy_share"]
        healthy = "" if health is None else f"; healthy {100 * health:.0f} % of the window"
        value = f"{row['posts']} posts, {row['first']} to {row['last']}{healthy}"
        yield "Sources and channels", place, value


def _standing() -> Iterator[tuple[str, str, str]]:
    text = files("solisten.export").joinpath("methods.toml").read_text("utf-8")
    for row in tomllib.loads(text)["row"]:
        yield row["section"], row["item"], row["value"]


def _measured(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield how much of this brand's talk the sentiment could read."""
    for row in document["metrics"]:
        if row["metric"] == "unscored_share" and not row["network"] and row["value"] is not None:
            yield "Languages", "unscored here", f"{100 * row['value']:.1f} % of the mentions"


def _model(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    model = document["model"]
    yield "Model", "rule pack", f"{model['id']} {model['version']} ({model['kind']})"
    yield "Model", "sha256", model["sha256"]
    yield "Model", "facts revision", document["facts_revision"]
    yield "Model", "Solisten", document["tool_version"]


def _dictionary() -> Iterator[tuple[str, str, str]]:
    for table in TABLES:
        for column in columns(table):
            unit = f" [{column.unit}]" if column.unit else ""
            yield f"Columns of {table}", column.name, f"{column.type}{unit}: {column.meaning}"
