"""What a first configuration says of a brand: what was found, else searches for its name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from solisten.config.starting import Entry, SourceEntry, Start
from solisten.config.values import domain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.pipeline.discovering import Discovered

MOST_AUTHORS = 12
_OPTIONS = {  # what a source calls the places and accounts of its network
    ("appstore", True): "apps",
    ("github", True): "repos",
    ("reddit", True): "subreddits",
    ("telegram", False): "channels",
    ("youtube", False): "channels",
}


def suggested(name: str, found: Discovered | None, failure: str, now: float) -> Start:
    """Return what a first configuration says; `failure` is why the site was not read.

    `now` is in epoch seconds.
    """
    day = datetime.fromtimestamp(now, UTC).date().isoformat()
    told = [f"Solisten's configuration for {name}, written by `solisten init` on {day}."]
    if failure:
        told.append(f"{failure}. It holds searches for the name alone.")
    if found is None:
        return Start(name, told=told, sources=[*_searches(name, {})])
    told.append(
        f"{found.site} was read: {len(found.pages)} pages. Accounts that link back to it are"
        " official; all others that it names are suggestions."
    )
    accounts = [one for one in found.profiles if not one["place"]]
    feeds = list(_feeds(found))
    return Start(
        name,
        told=told,
        domains=list(_domains(found)),
        official=[*map(_account, accounts), *_authors(found)],
        hosts=[*_hosts(found)],
        sources=[*feeds, *_places(found), *_searches(name, _by_network(found))],
    )


def _domains(found: Discovered) -> Iterator[str]:
    """Yield the site's hosts as far as they are domains: an address of a machine is none."""
    for host in found.hosts:
        try:
            yield domain(host.partition(":")[0])
        except ValueError:
            continue


def _account(one: Mapping[str, Any]) -> Entry:
    entry = f"{one['network']}:{'@' if one['network'] == 'mastodon' else ''}{one['name']}"
    return Entry(entry, _why(one), sure=bool(one["verified"]))


def _why(one: Mapping[str, Any]) -> str:
    by = " and ".join(one["by"])
    return one["verified"] or f"named by the site ({by}); nothing that we can see links back"


def _authors(found: Discovered) -> Iterator[Entry]:
    """Yield those who write in the site's own feeds."""
    names = dict.fromkeys(author for feed in found.feeds for author in feed.authors)
    for author in list(names)[:MOST_AUTHORS]:
        yield Entry(author, "writes in the site's own feed", sure=True)


def _hosts(found: Discovered) -> Iterator[Entry]:
    for one in found.profiles:
        if one["place"]:
            yield Entry(f"{one['network']}:{one['name']}", _why(one), sure=bool(one["verified"]))
    for number, (page, own) in enumerate(_forums(found), start=1):
        why = "a forum on the site" if own else "a forum that the site links to"
        host = urlsplit(page["url"]).netloc.lower()
        network = "discourse" if number == 1 else f"discourse-{number}"
        yield Entry(f"{network}:{host}", why, sure=own or page["back"])


def _forums(found: Discovered) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Yield the front page of each Discourse forum, and whether it is on the site."""
    told = set()
    for own, pages in ((True, found.pages), (False, found.elsewhere)):
        for page in pages:
            host = urlsplit(page["url"]).netloc.lower()
            if page["software"].lower().startswith("discourse") and host not in told:
                told.add(host)
                yield page, own


def _feeds(found: Discovered) -> Iterator[SourceEntry]:
    """Yield the site's own feeds: on where they say something new, and who writes is known."""
    known: set[str] = set()
    for number, feed in enumerate(found.feeds, start=1):
        values = {"id": f"feed-{number}", "connector": "rss", "url": feed.url, "every": "2h"}
        title = f'"{feed.title}": ' if feed.title else ""
        why = f"{title}a feed of the site."
        new = len(feed.links - known) * 2 > len(feed.links)
        if feed.nameless:
            why += " Its entries name no author: they would count as what others say of the brand."
        elif not new:
            why += " It holds what another feed holds."
        known |= feed.links
        yield SourceEntry(values, why, on=new and not feed.nameless)


def _by_network(found: Discovered) -> dict[str, list[Mapping[str, Any]]]:
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for one in found.profiles:
        if one["verified"] and not one["place"]:
            grouped.setdefault(one["network"], []).append(one)
    return grouped


def _places(found: Discovered) -> Iterator[SourceEntry]:
    """Yield the forums, apps, repositories and channels that the site leads to."""
    for number, (page, own) in enumerate(_forums(found), start=1):
        parts = urlsplit(page["url"])
        url = f"{parts.scheme}://{parts.netloc}"
        place = {"id": f"forum-{number}", "connector": "discourse", "url": url, "every": "1h"}
        if number > 1:  # every forum counts its posts from 1
            place |= {"network": f"discourse-{number}"}
        yield SourceEntry(place, "The brand's forum.", on=own or page["back"])
    numbers: dict[str, int] = {}
    for one in found.profiles:
        key = _OPTIONS.get((one["network"], one["place"]))
        if key is None:
            continue
        number = numbers[one["network"]] = numbers.get(one["network"], 0) + 1
        name, why = f"{one['network']}-{number}", f"{one['url']} ({_why(one)})."
        values = {"id": name, "connector": one["network"], key: [one["name"]]} | {"every": "1h"}
        able = one["network"] != "youtube" or str(one["name"]).startswith("UC")
        yield SourceEntry(values, why, on=bool(one["verified"]) and able)


def _searches(name: str, verified: Mapping[str, list[Mapping[str, Any]]]) -> Iterator[SourceEntry]:
    """Yield what can be searched for a name without a key, then what needs one."""
    tag = "".join(sign for sign in name.casefold() if sign.isalnum())
    yield SourceEntry(
        {"id": "hackernews", "connector": "hackernews", "search": [name], "every": "1h"},
        "Stories and comments on Hacker News that hold the name, with their threads.",
    )
    yield SourceEntry(
        {"id": "news", "connector": "googlenews", "query": [f'"{name}"'], "every": "6h"},
        "News about the name, as Google News finds them; language and country can be chosen.",
    )
    yield from _mastodon(tag, verified.get("mastodon", []))
    yield from _bluesky(name, verified.get("bluesky", []))
    lemmy = {"id": "lemmy", "connector": "lemmy", "url": "https://lemmy.world"}
    yield SourceEntry(
        {**lemmy, "search": [name], "every": "6h"},
        "Posts and comments on Lemmy that hold the name.",
    )
    yield SourceEntry(
        {"id": "reddit", "connector": "reddit", "search": [f'"{name}"'], "every": "6h"},
        "Reddit's search as a feed: answered without a key, but often refused to servers; an"
        ' approved app (client_id, client_secret = "env:NAME") is answered always.',
        on=True,
    )
    yield SourceEntry(
        {"id": "stackexchange", "connector": "stackexchange", "site": "stackoverflow"}
        | {"search": [name], "every": "6h"},
        "Questions on a site of Stack Exchange; 300 requests a day without a key.",
        on=False,
    )
    yield SourceEntry(
        {"id": "lobsters", "connector": "lobsters", "tags": ["web"], "every": "6h"},
        "Lobsters has no search: stories of a tag are read, and those with the name are kept.",
        on=False,
    )


def _mastodon(tag: str, accounts: list[Mapping[str, Any]]) -> Iterator[SourceEntry]:
    """Yield a source for each server of a proved account; without one, the hashtag on one."""
    servers = {str(one["name"]).rpartition("@")[2]: one for one in accounts}
    tags = {"hashtags": [tag]} if tag else {}
    for number, (server, one) in enumerate(servers.items(), start=1):
        scheme = urlsplit(one["url"]).scheme or "https"
        local = str(one["name"]).rpartition("@")[0]
        values = {"id": f"mastodon-{number}", "connector": "mastodon"}
        values |= {"url": f"{scheme}://{server}"}
        yield SourceEntry(
            {**values, **tags, "accounts": [local], "every": "15m"},
            "The brand's own posts with their threads, and the hashtag of its name.",
        )
    if not servers and tags:
        values = {"id": "mastodon-1", "connector": "mastodon", "url": "https://mastodon.social"}
        yield SourceEntry({**values, **tags, "every": "30m"}, "The hashtag of the name.")


def _bluesky(name: str, accounts: list[Mapping[str, Any]]) -> Iterator[SourceEntry]:
    if accounts:
        names = [str(one["name"]) for one in accounts]
        values: dict[str, Any] = {"id": "bluesky", "connector": "bluesky", "accounts": names}
        yield SourceEntry(
            {**values, "every": "30m"}, "The brand's own posts with their threads; no key needed."
        )
    values = {"id": "bluesky-search", "connector": "bluesky", "search": [name]}
    values |= {"identifier": "you.bsky.social", "password": "env:BLUESKY_APP_PASSWORD"}
    yield SourceEntry(
        {**values, "every": "30m"},
        "Bluesky's search answers only those who sign in; an app password is enough.",
        on=False,
    )
