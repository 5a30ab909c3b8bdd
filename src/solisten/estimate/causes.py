"""Why one kept estimate says something else than the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from solisten.estimate.document import iso, iso_day
from solisten.estimate.judging import judge
from solisten.models.differences import differences
from solisten.models.pack import Pack
from solisten.nouns import Count

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind: TypeAlias = Literal[
    "window", "posts", "deletions", "config", "reading", "rules", "coverage", "declared",
    "program", "unknown",
]  # fmt: skip


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what a facts_revision is made of, part by part.

    `config` and `reading` are digests; `sequence` counts the changes of the stored posts, `posts`
    and `gone` the posts that are stored and those that were deleted; `watched` is a digest of what
    live sources could be read, `declared` of what the owner declares with what its links say; ""
    without any.
    """

    config: str
    reading: str
    sequence: int
    posts: int
    gone: int
    watched: str = ""
    declared: str = ""


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what a kept estimate rests on; times in epoch seconds, `covered` the networks.

    `revision` is None for an estimate that was kept before its parts were.
    """

    since: int
    until: int
    as_of: int
    facts_revision: str
    revision: Revision | None
    tool_version: str
    pack: Pack
    posts: int
    needs: int
    counts: dict[str, Count]
    covered: frozenset[str]


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """Name one thing that differs between two estimates, and say how."""

    kind: Kind
    text: str


def causes(before: Basis, after: Basis) -> Iterator[Cause]:
    """Yield everything that differs between two estimates of one brand by one model."""
    if (before.since, before.until, before.as_of) != (after.since, after.until, after.as_of):
        yield Cause(kind="window", text=_window(before, after))
    yield from _facts(before, after)
    if before.covered != after.covered:
        yield Cause(kind="coverage", text=_coverage(before, after))
    if before.pack != after.pack:
        yield Cause(kind="rules", text=_rules(before, after))
    if before.tool_version != after.tool_version:
        text = f"Solisten {before.tool_version} became {after.tool_version}"
        yield Cause(kind="program", text=text)


def _window(before: Basis, after: Basis) -> str:
    if (before.since, before.until) == (after.since, after.until):
        return f"seen as of {iso(after.as_of)} instead of {iso(before.as_of)}"
    return (
        f"{iso_day(after.since)} to {iso_day(after.until)} instead of "
        f"{iso_day(before.since)} to {iso_day(before.until)}"
    )


def _facts(before: Basis, after: Basis) -> Iterator[Cause]:
    one, two = before.revision, after.revision
    if before.facts_revision == after.facts_revision:
        return
    if one is None or two is None:
        text = "the facts changed; the earlier estimate was kept before their parts were"
        yield Cause(kind="unknown", text=text)
        return
    if two.gone != one.gone:
        yield Cause(kind="deletions", text=f"{two.gone - one.gone:+d} deleted posts")
    if two.sequence != one.sequence:
        yield from _posts(one, two)
    if two.config != one.config:
        text = "queries, accounts, places, domains, rivals or topics were changed"
        yield Cause(kind="config", text=text)
    if two.reading != one.reading:
        text = "word lists or the reading of posts were changed; every post was read again"
        yield Cause(kind="reading", text=text)
    if two.watched != one.watched and before.covered == after.covered:
        text = "live sources were read on other days, or failed on some"
        yield Cause(kind="coverage", text=text)
    if two.declared != one.declared:
        text = "what the owner declares was changed, or what its links say"
        yield Cause(kind="declared", text=text)


def _posts(one: Revision, two: Revision) -> Iterator[Cause]:
    came = two.posts - one.posts + max(0, two.gone - one.gone)
    if came:
        yield Cause(kind="posts", text=f"{came:+d} posts stored")
    elif two.gone == one.gone:
        yield Cause(kind="posts", text="stored posts were edited")


def _coverage(before: Basis, after: Basis) -> str:
    came = sorted(after.covered - before.covered)
    went = sorted(before.covered - after.covered)
    parts = [f"{', '.join(came)} is new"] if came else []
    parts += [f"{', '.join(went)} has no post in the window any more"] if went else []
    return "; ".join(parts)


def _rules(before: Basis, after: Basis) -> str:
    """Say what of the pack changed, and what it alone would have made of the earlier counts."""
    old, new = before.pack, after.pack
    said = "; ".join(differences(old, new)) or "its words were changed"
    if old.model.kind == "checklist":
        return said
    was = judge(old, before.counts, posts=before.posts, needs=before.needs, advise=False).level
    would = judge(new, before.counts, posts=before.posts, needs=before.needs, advise=False).level
    return f"{said}; on the earlier counts alone: level {_level(was)}, now {_level(would)}"


def _level(level: int | None) -> str:
    return "none" if level is None else str(level)
