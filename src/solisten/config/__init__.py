"""Read config.toml into checked, frozen structs (DESIGN 7.3)."""

from __future__ import annotations

from solisten.config.accounts import Account, Channel, account_key
from solisten.config.finding import brand, secret, topic
from solisten.config.fingerprint import facts_fingerprint
from solisten.config.loading import load
from solisten.config.shapes import (
    Alerts,
    Brand,
    Collector,
    Config,
    Declared,
    Import,
    Model,
    Plugins,
    Privacy,
    Smtp,
    Source,
    Store,
    Topic,
    Window,
)

__all__ = [
    "Account",
    "Alerts",
    "Brand",
    "Channel",
    "Collector",
    "Config",
    "Declared",
    "Import",
    "Model",
    "Plugins",
    "Privacy",
    "Smtp",
    "Source",
    "Store",
    "Topic",
    "Window",
    "account_key",
    "brand",
    "facts_fingerprint",
    "load",
    "secret",
    "topic",
]
