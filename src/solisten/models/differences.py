"""How two versions of a rule pack differ in what they compute."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.models.pack import Pack

FEW = 3
STEERING = (
    *("prior_continue", "cap", "overlap", "shared", "temperature", "interval", "confirm"),
    *("promote", "demote", "hold", "minimum_posts", "minimum_needs"),
)
KEYS = ("bar", "trust", "level", "role", "absence", "cap", "words", "weak")


def differences(old: Pack, new: Pack) -> Iterator[str]:
    """Yield how the packs differ in what they compute, a phrase each; nothing for new words."""
    if old.model.version != new.model.version:
        yield f"version {old.model.version} became {new.model.version}"
    theirs = {one.id: one for one in old.indicators}
    ours = {one.id: one for one in new.indicators}
    for title, names in (
        ("new", ours.keys() - theirs.keys()),
        ("gone", theirs.keys() - ours.keys()),
        ("not applicable", set(new.not_applicable) - set(old.not_applicable)),
        ("applicable again", set(old.not_applicable) - set(new.not_applicable)),
    ):
        if names:
            yield f"{title}: {_some(names)}"
    for key in KEYS:
        moved = {
            name
            for name in ours.keys() & theirs.keys()
            if getattr(ours[name], key) != getattr(theirs[name], key)
        }
        if moved:
            yield f"another {key}: {_some(moved)}"
    if old.roles != new.roles:
        yield "slip or guess of a role"
    for key in STEERING:
        if getattr(old.model, key) != getattr(new.model, key):
            yield f"{key} {getattr(old.model, key):g} became {getattr(new.model, key):g}"


def _some(names: set[str]) -> str:
    shown = sorted(names)
    more = f" and {len(shown) - FEW} more" if len(shown) > FEW else ""
    return f"{', '.join(shown[:FEW])}{more}"
