"""Who a post's author is to a brand: official, staff, a spammer, an account that is addressed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from naive_posts import DAY
from naive_texts import author_of, links_of, names_of, normal_form

from solisten.config import account_key
from solisten.nouns import Kind
from solisten.reading import links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from naive_posts import Item
    from naive_threads import Threads

    from solisten.config import Account, Brand
    from solisten.nouns import Post

LINK_NETWORKS = frozenset({"hackernews", "lobsters", "googlenews"})


def handle(post: Post) -> str:
    """Return the handle that stands in the author's name, or ""."""
    name = post.author_name.strip()
    return account_key(name) if name.startswith("@") and len(name.split()) == 1 else ""


def spellings(post: Post) -> set[str]:
    """Return the ways an `official` entry may spell this post's author."""
    found = {account_key(post.author), handle(post)} - {""}
    if post.network == "mastodon":
        host = account_key(post.channel or urlsplit(post.url).hostname or "")
        found |= {f"{name}@{host}" for name in found if host and "@" not in name}
    return found


def listed(post: Post, accounts: Iterable[Account]) -> bool:
    return any(
        account.network == post.network
        and account.channel in {"", post.channel}
        and account_key(account.name) in spellings(post)
        for account in accounts
    )


def hosts(brand: Brand, post: Post) -> bool:
    return any((one.network, one.channel) == (post.network, post.channel) for one in brand.hosts)


def speaks_officially(post: Post, brand: Brand) -> bool:
    """Tell whether a post that is no embedded answer is the brand's own."""
    if listed(post, brand.not_official):
        return False
    if listed(post, brand.official):
        return True
    if not hosts(brand, post):
        return False
    if post.official == "verified-domain":
        names = {account_key(post.author), account_key(post.author_name)}
        domains = {domain.casefold() for domain in brand.domains}
        return any(n == d or n.endswith(f".{d}") for n in names for d in domains)
    return post.official in {"developer", "staff"}


def addresses(item: Item, brand: Brand) -> bool:
    """Tell whether the text @names an official account of the brand, fully or by its local part."""
    called = names_of(item)
    return any(
        account.network == item.post.network
        and account.channel in {"", item.post.channel}
        and bool(called & {account_key(account.name), account_key(account.name).partition("@")[0]})
        for account in brand.official
    )


def calls_author(item: Item, other: Item) -> bool:
    """Tell whether an item's text @names the other's author."""
    return bool(names_of(item) & callable_names(other))


def callable_names(item: Item) -> set[str]:
    """Return the names by which a known author may be addressed."""
    if author_of(item) is None:
        return set()
    names = {account_key(item.post.author), handle(item.post)}
    return (names | {name.partition("@")[0] for name in names}) - {""}


def spammers(threads: Threads, own_domains: Iterable[str]) -> set[tuple[str, str]]:
    """Return the spam authors, given the domains of the brand and its rivals."""
    own = {links.domain(domain) for domain in own_domains}
    roots: dict[tuple[str, str], list[Item]] = {}
    for item in threads.items:
        author = author_of(item)
        if author is not None and threads.opens(item) and not exempt(item):
            roots.setdefault(author, []).append(item)
    return {author for author, posts in roots.items() if is_spam(posts, own)}


def exempt(item: Item) -> bool:
    post = item.post
    if post.kind in {Kind.REVIEW, Kind.ARTICLE, Kind.REPOST} or post.network in LINK_NETWORKS:
        return True
    return post.network in {"reddit", "lemmy"} and bool(post.links) and not post.text.strip()


def is_spam(posts: list[Item], own: set[str]) -> bool:
    foreign = [
        {domain for link in links_of(post) if (domain := links.domain(link)) and domain not in own}
        for post in posts
    ]
    return (
        len(posts) >= 5
        and len({post.t // DAY for post in posts}) >= 2
        and 10 * sum(map(bool, foreign)) > 8 * len(posts)
        and (len(set().union(*foreign)) <= 3 or len({normal_form(post) for post in posts}) <= 3)
    )
