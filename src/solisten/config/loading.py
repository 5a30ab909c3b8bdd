"""Turn config.toml into a checked Config, or into a located error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.config import values
from solisten.config.brands import read_brands, read_topics
from solisten.config.places import Place, refuse_unknown, section, shaped
from solisten.config.shapes import (
    Alerts,
    Collector,
    Config,
    Import,
    Model,
    Plugins,
    Privacy,
    Smtp,
    Store,
    Window,
)
from solisten.config.sources import read_sources
from solisten.config.toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from solisten.config.shapes import Brand, Topic

SECTIONS = ("store", "window", "collector", "privacy", "alerts", "plugins", "import", "model")
LISTS = ("brand", "topic", "source")
_SQLITE_FILE = re.compile(r"(sqlite(?:\+\w+)?:///)(?!/|:memory:|file:|[A-Za-z]:)(.+)")


def load(path: Path | None, *, known_connectors: Collection[str] | None = None) -> Config:
    """Read and check a configuration; None gives the defaults, without a brand.

    `known_connectors` are the names a source may use (None: not checked); a mapping from each name
    to the connector's own options has those checked too. Relative files are taken from the
    configuration's folder. Raises ConfigError with file, table, key and what to write.
    """
    if path is None:
        return Config()
    data = read_toml(path)
    file = str(path)
    refuse_unknown(data, SECTIONS + LISTS, Place(file))
    brands = read_brands(data, file)
    topics = read_topics(data, file)
    return Config(
        store=_store(section(data, "store", Store, file), path.parent),
        window=section(data, "window", Window, file),
        brands=brands,
        topics=topics,
        sources=read_sources(data, file, brands, known_connectors),
        collector=section(data, "collector", Collector, file),
        privacy=section(data, "privacy", Privacy, file),
        alerts=_alerts(data, file, path.parent),
        plugins=_plugins(section(data, "plugins", Plugins, file), path.parent),
        import_=section(data, "import", Import, file),
        model=section(data, "model", Model, file),
        notes=tuple(_notes(data, file, brands, topics)),
    )


def _notes(
    data: dict[str, Any], file: str, brands: tuple[Brand, ...], topics: tuple[Topic, ...]
) -> Iterator[str]:
    """Yield what may not be meant as it is written."""
    if "store" in data and values.holds_password(data["store"].get("url", "")):
        yield str(Place(file, "[store]").error("url", 'holds a password; write url = "env:NAME"'))
    queries = [("brand", brand.name, brand.query) for brand in brands]
    queries += [("topic", topic.name, topic.query) for topic in topics]
    for table, name, query in queries:
        for hint in query.hints:
            yield str(Place(file, f'[[{table}]] "{name}"').error("query", hint))


def _store(store: Store, folder: Path) -> Store:
    found = _SQLITE_FILE.fullmatch(store.url)
    return Store(f"{found[1]}{_beside(folder, found[2])}") if found else store


def _alerts(data: dict[str, Any], file: str, folder: Path) -> Alerts:
    alerts = section(data, "alerts", Alerts, file)
    place = Place(file, "[alerts]")
    if alerts.smtp:
        shaped(data["alerts"]["smtp"], Smtp, Place(file, "[alerts] smtp"))
        if alerts.smtp.password and not alerts.smtp.password.startswith("env:"):
            raise place.error("smtp.password", 'a secret stands in the environment: "env:NAME"')
    if alerts.webhook and not alerts.webhook.startswith(("https://", "http://", "env:")):
        raise place.error("webhook", 'is no web address; write "https://..." or "env:NAME"')
    return msgspec.structs.replace(alerts, atom=_beside(folder, alerts.atom))


def _plugins(plugins: Plugins, folder: Path) -> Plugins:
    return Plugins(
        tuple(_beside(folder, name) for name in plugins.connectors),
        tuple(_beside(folder, name) for name in plugins.rules),
    )


def _beside(folder: Path, name: str) -> str:
    """Return a file's name as seen from where the command runs."""
    return (folder / name).as_posix() if name else ""
