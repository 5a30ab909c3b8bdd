"""The shapes of the configuration: every key, its type and its default."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, TypeAlias, get_args

import msgspec

from solisten.config.accounts import Account, Channel
from solisten.query import Query

Positive: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]
NotNegative: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1)]
Port: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Weekday: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[str, ...] = get_args(Weekday)


class Store(msgspec.Struct, frozen=True):
    """Say where the posts are kept; a relative SQLite file stands beside the configuration."""

    url: str = "sqlite:///solisten.db"


class Window(msgspec.Struct, frozen=True):
    """Say how many whole days an estimate looks back."""

    days: Annotated[int, msgspec.Meta(ge=1, le=3660)] = 90


class Declared(msgspec.Struct, frozen=True):
    """Hold what the owner states about something that cannot be seen from outside."""

    indicator: str
    statement: str
    link: str = ""
    date: dt.date | None = None
    by: str = ""


class Brand(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a brand or a rival; `promise` is the announced answering time in seconds."""

    name: str
    query: Query
    official: tuple[Account, ...] = ()
    not_official: tuple[Account, ...] = ()
    staff: tuple[Account, ...] = ()
    hosts: tuple[Channel, ...] = ()
    domains: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    weekend: tuple[Weekday, ...] = ("sat", "sun")
    promise: int | None = None
    declared: tuple[Declared, ...] = ()


class Topic(msgspec.Struct, frozen=True):
    """Hold a need or a problem that brands set out to help with."""

    name: str
    query: Query


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one thing to listen to: `every` in seconds, no `brands` means all of them.

    It `learns` when `every` is not configured: the daemon asks as often as there is news.
    `network` is the name under which its posts are kept, "" for the connector's own.
    `options` are the connector's own keys; a secret among them is still `env:NAME`.
    """

    id: str
    connector: str
    url: str = ""
    every: int = 3600
    learns: bool = False
    brands: tuple[str, ...] = ()
    max_requests: int = 200
    network: str = ""
    options: dict[str, Any] = {}


class Collector(msgspec.Struct, frozen=True):
    """Say how politely and how carefully the web is asked."""

    contact: str = ""
    user_agent: str = ""
    per_host: Positive = 2
    timeout_s: Annotated[float, msgspec.Meta(gt=0)] = 20.0
    max_bytes: Positive = 20_000_000
    ports: tuple[Port, ...] = ()
    allow_private: bool | tuple[str, ...] = False
    archive: bool = True
    archive_days: NotNegative = 30
    archive_mb: NotNegative = 500


class Privacy(msgspec.Struct, frozen=True):
    """Say how long posts are kept (0: for ever) and whether exports hide who wrote them."""

    retention_days: NotNegative = 0
    pseudonymise: bool = True


class Smtp(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """Say through which server alerts are mailed; the password only as `env:NAME`."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: Port = 587
    user: str = ""
    password: str = ""
    starttls: bool = True


class Alerts(msgspec.Struct, frozen=True):
    """Say where alerts go: a webhook's address, a mail server, an Atom file."""

    webhook: str = ""
    smtp: Smtp | None = None
    atom: str = ""


class Plugins(msgspec.Struct, frozen=True):
    """Name folders with connectors and rule packs of one's own."""

    connectors: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


class Import(msgspec.Struct, frozen=True):
    """Say how much an imported file may hold once it is decompressed, in bytes."""

    max_bytes: Positive = 4_000_000_000


class Model(msgspec.Struct, frozen=True):
    """Adapt the model to a brand, visibly: indicators out of it, other bars, other trust."""

    not_applicable: tuple[str, ...] = ()
    bars: dict[str, Share] = {}
    trust: dict[str, Share] = {}


class Config(msgspec.Struct, frozen=True, rename={"import_": "import"}):
    """Hold the whole configuration; `notes` are remarks on what may not be meant."""

    store: Store = Store()
    window: Window = Window()
    brands: tuple[Brand, ...] = ()
    topics: tuple[Topic, ...] = ()
    sources: tuple[Source, ...] = ()
    collector: Collector = Collector()
    privacy: Privacy = Privacy()
    alerts: Alerts = Alerts()
    plugins: Plugins = Plugins()
    import_: Import = Import()
    model: Model = Model()
    notes: tuple[str, ...] = ()
