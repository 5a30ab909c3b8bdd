"""Whether a profile links back to the site that names it, where its network shows that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from solisten.connector import Request, Response
from solisten.errors import Unreadable
from solisten_connectors._html import links_in, links_of
from solisten_connectors._json import answer_of, table, tables, text
from solisten_connectors._people import host_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from solisten_connectors._profiles import Profile

BLUESKY = "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile"
GITHUB = "https://api.github.com/users/"
APPLE = "https://itunes.apple.com/lookup"


def asked_of(profile: Profile) -> Request | None:
    """Return what to ask for to see a profile's own links, None where no network tells."""
    if profile.network == "mastodon":
        name, _, host = profile.name.rpartition("@")
        server = host_of(profile.url) or host
        acct = name if server == host else profile.name
        base = profile.url.partition("://")[0]
        return Request(f"{base}://{server}/api/v1/accounts/lookup", params={"acct": acct})
    if profile.network == "bluesky":
        return Request(BLUESKY, params={"actor": profile.name})
    if profile.network == "github":
        return Request(f"{GITHUB}{quote(profile.name.partition('/')[0], safe='')}")
    if profile.network == "appstore":
        return Request(APPLE, params={"id": profile.name})
    if profile.network == "telegram":
        return Request(f"https://t.me/{quote(profile.name, safe='')}")
    return None


def shows(profile: Profile, response: Response, owns: Callable[[str], bool]) -> str:
    """Return how a profile shows that it belongs to the site, "" when it does not.

    `owns` says whether an address is the site's. A handle that is the site's own domain, a link
    that the server proved, or a link in the profile count; what posts link to does not.
    """
    if profile.network == "telegram":
        page = response.body[:200_000].decode("utf-8", "replace")
        start = page.find("tgme_page_description")
        own = page[start : page.find("</div>", start)] if start >= 0 else ""
        return "links back" if any(map(owns, [*links_of(own), *links_in(own)])) else ""
    try:
        answer = table(answer_of(response))
    except Unreadable:
        return ""
    return _READERS[profile.network](answer, owns)


def _mastodon(answer: dict[str, Any], owns: Callable[[str], bool]) -> str:
    for one in tables(answer.get("fields")):
        if any(map(owns, links_of(text(one.get("value"))))) and one.get("verified_at"):
            return "link proved by the server"
    shown = text(answer.get("note")) + "".join(
        text(one.get("value")) for one in tables(answer.get("fields"))
    )
    return "links back" if any(map(owns, links_of(shown))) else ""


def _bluesky(answer: dict[str, Any], owns: Callable[[str], bool]) -> str:
    handle = text(answer.get("handle"))
    if handle and handle != "handle.invalid" and owns(f"https://{handle}/"):
        return "its handle is the site's domain"
    said = text(answer.get("description"))
    named = [*links_in(said), *(f"https://{word.strip('.,;()')}/" for word in said.split()[:200])]
    return "links back" if any(map(owns, named)) else ""


def _github(answer: dict[str, Any], owns: Callable[[str], bool]) -> str:
    blog = text(answer.get("blog")).strip()
    link = blog if "://" in blog else f"https://{blog}"
    return "links back" if blog and owns(link) else ""


def _appstore(answer: dict[str, Any], owns: Callable[[str], bool]) -> str:
    sold = [text(one.get("sellerUrl")) for one in tables(answer.get("results"))]
    return "the seller's site" if any(map(owns, sold)) else ""


_READERS = {
    "mastodon": _mastodon,
    "bluesky": _bluesky,
    "github": _github,
    "appstore": _appstore,
}
