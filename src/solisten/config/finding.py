"""Look something up in a configuration, or say what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.config.places import or_nearest
from solisten.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solisten.config.shapes import Brand, Config, Topic


def brand(config: Config, name: str) -> Brand:
    """Return the brand of this name (case does not matter); UsageError names the nearest."""
    for candidate in config.brands:
        if candidate.name.casefold() == name.strip().casefold():
            return candidate
    if not config.brands:
        raise UsageError(
            f'no brand "{name}": no brand is configured; '
            f'write a [[brand]] with name = "{name}", or name another file with --config'
        )
    known = [candidate.name for candidate in config.brands]
    raise UsageError(f'no brand "{name}"; {or_nearest(name, known)}')


def topic(config: Config, name: str) -> Topic:
    """Return the topic of this name (case does not matter); UsageError names the nearest."""
    for candidate in config.topics:
        if candidate.name.casefold() == name.strip().casefold():
            return candidate
    known = [candidate.name for candidate in config.topics]
    raise UsageError(f'no topic "{name}"; {or_nearest(name, known)}')


def secret(value: str, environ: Mapping[str, str]) -> str:
    """Return what `env:NAME` stands for; any other text is itself.

    >>> secret("env:TOKEN", {"TOKEN": "s3"}), secret("https://acme.example", {})
    ('s3', 'https://acme.example')
    """
    if not value.startswith("env:"):
        return value
    name = value.removeprefix("env:")
    if not environ.get(name):
        raise ConfigError(f"{value}: the environment has no {name}; write export {name}=...")
    return environ[name]
