"""Where rule packs are found: shipped, installed beside, or in the owner's folders."""

from __future__ import annotations

import re
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

from solisten.errors import ConfigError, UsageError
from solisten.models.load import load_pack
from solisten.models.problem import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from importlib.resources.abc import Traversable

    from solisten.models.pack import Pack

SHIPPED = "solisten_rules"  # the package whose *.toml are the shipped packs
ENTRY_POINTS = "solisten.rules"
DEFAULT = "solis"  # the headline model; it lends its indicators to checklists that name them
_DEFAULT_FILE = f"{DEFAULT}.toml"


def _silent(_: str) -> None:
    pass


def load_all(
    folders: Sequence[Path] = (), *, only: str = "", say: Callable[[str], None] = _silent
) -> dict[str, Pack]:
    """Return every pack by id: the default first, the others by id.

    Searched in order: the shipped package, entry points, `folders`; a later pack replaces an
    earlier one of the same id; `say` is told of that, and of what comes from `folders`. With `only`
    an installed pack of another id is not read, for reading takes its time. Raises ConfigError on
    a pack that is wrong.
    """
    needed = re.compile(rb"(?m)^id *= *[\"']" + re.escape(only.encode()))
    base = _base()
    found: dict[str, tuple[Pack, str]] = {}
    for place, raw, local in _files(folders):
        if only and not (local or needed.search(raw)):
            continue
        pack = base if place == _DEFAULT_FILE else load_pack(raw, place, base=base)
        if pack.model.id in found:
            say(f"{place} replaces model {pack.model.id!r} of {found[pack.model.id][1]}")
        elif local:
            say(f"loaded model {pack.model.id!r} from {place}")
        found[pack.model.id] = (pack, place)
    order = sorted(found, key=lambda one: (one != DEFAULT, one))
    return {one: found[one][0] for one in order}


def load(name: str | Path, folders: Sequence[Path] = ()) -> Pack:
    """Return the pack of that id, or of that file when `name` is a path ending in .toml.

    Raises UsageError on an unknown id, ConfigError on a pack that is wrong.
    """
    if isinstance(name, Path) or name.endswith(".toml"):
        return load_pack(Path(name), base=_base())
    packs = load_all(folders)
    if name not in packs:
        raise UsageError(f'no model "{name}"; {nearest(name, packs)}')
    return packs[name]


def _base() -> Pack:
    place = resources.files(SHIPPED) / _DEFAULT_FILE
    return load_pack(place.read_bytes(), _DEFAULT_FILE)


def _files(folders: Sequence[Path]) -> Iterator[tuple[str, bytes, bool]]:
    """Yield (what errors call it, bytes, whether the owner's) in the order of searching."""
    for package in dict.fromkeys([SHIPPED, *sorted(_installed())]):
        for name, place in _listed(package):
            if name.endswith(".toml"):
                shown = name if package == SHIPPED else f"{package}/{name}"
                yield shown, place.read_bytes(), False
    for folder in folders:
        if not folder.is_dir():
            raise ConfigError(
                f"config, [plugins] rules: {folder} is no folder; create it or take it out"
            )
        for path in sorted(folder.glob("*.toml")):
            yield str(path), path.read_bytes(), True


def _listed(package: str) -> list[tuple[str, Traversable]]:
    try:
        rows = [(one.name, one) for one in resources.files(package).iterdir()]
    except ModuleNotFoundError:
        raise ConfigError(
            f"entry point {ENTRY_POINTS} = {package!r}: no such package; reinstall what brought it"
        ) from None
    return sorted(rows, key=lambda row: row[0])


def _installed() -> Iterator[str]:
    for point in metadata.entry_points(group=ENTRY_POINTS):
        yield point.value
