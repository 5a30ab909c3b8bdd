"""The posts behind the findings, each numbered once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solisten.report.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHOWN = 3
SIDES = ("for", "against", "page")
"""A page of the brand's own site speaks for a finding and is counted in neither k nor n."""
GONE = "(deleted since, or without words)"


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold a post that a report links: harmless text, its number in the list of posts."""

    number: int
    url: str
    at: str
    excerpt: str


def numbered(findings: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str, str], Shown]:
    """Return every post that the findings show, by what identifies it, numbered from 1.

    A post that speaks for several findings has one number.
    """
    posts: dict[tuple[str, str, str], Shown] = {}
    for finding in findings:
        for side in SIDES:
            for post in sided(finding, side):
                posts.setdefault(identity(post), _shown(post, len(posts) + 1))
    return posts


def posts_of(
    document: Mapping[str, Any], posts: Mapping[tuple[str, str, str], Shown]
) -> list[Shown]:
    """Return the posts that one document's findings show, by their numbers."""
    own = numbered(document["findings"])
    return sorted((posts[key] for key in own), key=lambda one: one.number)


def sided(finding: Mapping[str, Any], side: str) -> list[Mapping[str, Any]]:
    """Return at most three posts of a finding on one side of SIDES."""
    found = [post for post in finding.get("evidence") or () if post["side"] == side]
    return found[:SHOWN]


def identity(post: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return what makes two linked posts the same one."""
    return str(post["url"] or ""), str(post["at"] or ""), str(post["excerpt"] or "")


def _shown(post: Mapping[str, Any], number: int) -> Shown:
    url, at, excerpt = (one_line(part) for part in identity(post))
    return Shown(number, url, at, excerpt or GONE)
