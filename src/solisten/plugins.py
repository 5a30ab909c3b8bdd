"""Which connectors there are: shipped, installed beside, or in the owner's folders."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from importlib import metadata, util
from typing import TYPE_CHECKING

from solisten.connector import Connector
from solisten.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

SHIPPED = "solisten_connectors"  # the package whose modules are the shipped connectors
ENTRY_POINTS = "solisten.connectors"


@dataclass(slots=True)
class Found:
    """Hold the connectors by name, where each is from, and what there is to say about them."""

    connectors: dict[str, Connector] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def find_connectors(folders: Sequence[Path] = ()) -> Found:
    """Return every connector, by name in alphabetical order.

    Searched in order: the shipped package, the entry points `solisten.connectors`, the modules in
    `folders`; a later one replaces an earlier one of its name. `notes` say what was replaced, what
    was loaded from `folders`, and which plug-in is broken: that never stops the others.
    `ConfigError` when a folder is not there.

    >>> find_connectors().notes
    []
    """
    found = Found()
    _scan_package(SHIPPED, found)
    for point in _installed():
        _scan_package(point, found)
    for folder in folders:
        if not folder.is_dir():
            raise ConfigError(
                f"config, [plugins] connectors: {folder} is no folder; create it or take it out"
            )
        for path in sorted(folder.glob("*.py")):
            if not path.name.startswith("_"):
                _scan(str(path), partial(_module_at, path), found, local=True)
    found.connectors = dict(sorted(found.connectors.items()))
    return found


def _installed() -> list[str]:
    points = {point.value for point in metadata.entry_points(group=ENTRY_POINTS)}
    return sorted(points - {SHIPPED})


def _scan_package(name: str, found: Found) -> None:
    module, _, attribute = name.partition(":")
    package = _scan(name, partial(importlib.import_module, module), found, only=attribute)
    for info in pkgutil.iter_modules(getattr(package, "__path__", ()), f"{module}."):
        if not attribute and not info.name.rpartition(".")[2].startswith("_"):
            _scan(info.name, partial(importlib.import_module, info.name), found)


def _scan(
    place: str,
    load: Callable[[], ModuleType],
    found: Found,
    *,
    only: str = "",
    local: bool = False,
) -> ModuleType | None:
    try:
        module = load()
    except (Exception, SystemExit) as error:  # noqa: BLE001  (anything may be wrong in a plug-in)
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        found.notes.append(f"connector plug-in {place} cannot be loaded: {reason}")
        return None
    marked = list(_marked(vars(module).items(), module.__name__, only))
    for one in marked:
        if one.name in found.connectors:
            before = found.places[one.name]
            found.notes.append(f"{place} replaces connector {one.name!r} of {before}")
        found.connectors[one.name] = one
        found.places[one.name] = place
    if local:
        names = ", ".join(repr(one.name) for one in marked) or "no connector"
        found.notes.append(f"loaded {names} from {place}")
    return module


def _marked(members: Iterable[tuple[str, object]], module: str, only: str) -> Iterator[Connector]:
    for name, member in list(members):
        mark = getattr(member, "__connector__", None)
        # One that is imported from elsewhere is that module's.
        own = only == name or (not only and getattr(member, "__module__", "") == module)
        if isinstance(mark, Connector) and own:
            yield mark


def _module_at(path: Path) -> ModuleType:
    # Two folders may hold a module of one name, and neither must hide an installed one.
    folder = blake2b(str(path.parent.resolve()).encode(), digest_size=4).hexdigest()
    name = f"solisten_local_{folder}_{path.stem}"
    spec = util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module")
    module = util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
