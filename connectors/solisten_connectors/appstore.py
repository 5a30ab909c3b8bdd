"""App stores: reviews of an app, and the developer's responses where the store gives them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from solisten.connector import Cursor, Listening, Request, Response, Source, connector
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post
from solisten_connectors._feed import Entry, Feed, feed_at, feed_of
from solisten_connectors._html import address
from solisten_connectors._json import answer_of, identifier, one_line, table, tables, text, whole
from solisten_connectors._listing import Page, newest_first
from solisten_connectors._people import person
from solisten_connectors._times import moment
from solisten_connectors._xmlfeed import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "appstore"
PLAY = "google-play"
SITE = "https://itunes.apple.com"
LAST_PAGE = 10  # what the store gives of each country: ten pages of fifty

_APP = re.compile(r"(?:[/?&]id=?|/apps/)(\d{5,15})\b")
_PAGE = re.compile(r"/page=(\d{1,2})/")
_REVIEWER = re.compile(r"/reviews/(?:id)?(\d{1,15})")
_PACKAGE = re.compile(r"/applications/([\w.]{1,200})/reviews")


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the reviews of Apple's feed (JSON or XML) or interfaces, or of Google Play's own.

    Old answers in JSON give no time: their reviews get the feed's own, as the latest they can be.
    """
    if response.body.lstrip()[:1] not in {b"{", b"["}:
        feed = feed_at(response, "apple.com")
        if feed is not None:
            yield from _feed(feed, response.url)
        return
    answer = answer_of(response)
    if answer is None or response.status in {404, 410}:
        return
    top = table(answer)
    if isinstance(top.get("feed"), dict):
        yield from _json_feed(top["feed"], response)
    elif "results" in top and "resultCount" in top:
        return
    elif "reviews" in top or "reviewId" in top:
        reviews = top.get("reviews") if "reviews" in top else [top]
        yield from _play(reviews, response.url)
    elif isinstance(top.get("data"), list | dict):
        yield from _connect(top, response.url)
    else:
        errors = [text(one.get("detail") or one.get("title")) for one in tables(top.get("errors"))]
        errors.append(text(table(top.get("error")).get("message")) or text(top.get("errorMessage")))
        said = next((error for error in errors if error), "")
        if any("not found" in error.lower() or "no resource" in error.lower() for error in errors):
            return
        if top or not isinstance(answer, dict):
            raise Unreadable(
                f"the store says: {one_line(said)}" if said else "JSON without reviews"
            )


def _json_feed(feed: Mapping[str, Any], response: Response) -> Iterator[Post]:
    """Yield the reviews of Apple's feed as JSON, where one alone is no list and none is nothing."""
    entries = feed.get("entry")
    late = moment(_label(feed.get("updated")))
    late = response.fetched_at if late is None else late
    app = _app_of(response.url, *_hrefs(feed.get("link")))
    for entry in tables(entries if isinstance(entries, list) else [entries]):
        created = moment(_label(entry.get("updated")))
        created = late if created is None else created
        name = _label(entry.get("id"))
        if "im:rating" not in entry or not name or created is None:
            continue  # the app itself
        page = next(_hrefs(entry.get("link")), "")
        author = table(entry.get("author"))
        reviewer = _REVIEWER.search(_label(author.get("uri")))
        yield Post(
            network=NETWORK,
            id=name,
            created_at=created,
            channel=app or _app_of(page),
            url=address(page),
            kind=Kind.REVIEW,
            author=reviewer[1] if reviewer else person(_label(author.get("name"))),
            author_name=person(_label(author.get("name"))),
            text=_label(entry.get("content")).strip(),
            title=_label(entry.get("title")).strip(),
            rating=_stars(_label(entry.get("im:rating"))),
            likes=whole(_label(entry.get("im:voteSum"))),
        )


def _label(value: Any) -> str:
    return text(value.get("label")) if isinstance(value, dict) else text(value)


def _hrefs(links: Any) -> Iterator[str]:
    for link in tables(links if isinstance(links, list) else [links]):
        if href := text(table(link.get("attributes")).get("href")):
            yield href


def _feed(feed: Feed, url: str) -> Iterator[Post]:
    """Yield the reviews of Apple's feed as XML; its first entry may be the app itself."""
    app = _app_of(url, feed.link, feed.id)
    for entry in feed.entries:
        created = entry.updated if entry.published is None else entry.published
        rating = _stars(text_in(entry.more, "im:rating"))
        if rating is None or not entry.id or created is None:
            continue
        yield _review(entry, created, rating, app or _app_of(entry.link))


def _review(entry: Entry, created: float, rating: float, app: str) -> Post:
    reviewer = _REVIEWER.search(entry.author_page)
    plain = (
        one.text for one in entry.more.get("content", ()) if "html" not in _kind(one.attributes)
    )
    return Post(
        network=NETWORK,
        id=entry.id.rpartition("/")[2],
        created_at=created,
        channel=app,
        url=entry.link,
        kind=Kind.REVIEW,
        author=reviewer[1] if reviewer else entry.author,
        author_name=entry.author,
        text=next(plain, entry.text).strip(),
        title=entry.title,
        rating=rating,
        likes=whole(text_in(entry.more, "im:votesum")),
    )


def _kind(attributes: Mapping[str, str]) -> str:
    return attributes.get("type", "").lower()


def _connect(top: Mapping[str, Any], url: str) -> Iterator[Post]:
    """Yield the reviews of App Store Connect, or of the store's own pages, with the responses."""
    responses = {
        identifier(one.get("id")): table(one.get("attributes"))
        for one in tables(top.get("included"))
        if one.get("type") == "customerReviewResponses"
    }
    data = top["data"]
    for item in tables(data if isinstance(data, list) else [data]):
        own = table(item.get("attributes"))
        name, created = (
            identifier(item.get("id")),
            moment(own.get("createdDate") or own.get("date")),
        )
        rating = _stars(own.get("rating"))
        if not name or created is None or rating is None:
            continue
        linked = table(table(table(item.get("relationships")).get("response")).get("data"))
        answer = responses.get(identifier(linked.get("id"))) or table(own.get("developerResponse"))
        said = text(answer.get("responseBody")) or text(answer.get("body"))
        public = bool(said) and answer.get("state") != "PENDING_PUBLISH"
        nick = person(own.get("reviewerNickname") or own.get("userName"))
        yield Post(
            network=NETWORK,
            id=name,
            created_at=created,
            channel=_app_of(url),
            kind=Kind.REVIEW,
            author=nick,
            author_name=nick,
            text=(text(own.get("body")) or text(own.get("review"))).strip(),
            title=text(own.get("title")).strip(),
            rating=rating,
            reply_text=said.strip() if public else None,
            reply_at=moment(answer.get("lastModifiedDate") or answer.get("modified"))
            if public
            else None,
        )


def _play(reviews: Any, url: str) -> Iterator[Post]:
    """Yield the reviews of Google Play's interface; its times are those of the last edit."""
    package = _PACKAGE.search(url)
    for item in tables(reviews):
        comments = list(tables(item.get("comments")))
        said = next((table(one["userComment"]) for one in comments if "userComment" in one), {})
        answer = next(
            (table(one["developerComment"]) for one in comments if "developerComment" in one), {}
        )
        name, created = identifier(item.get("reviewId")), _play_time(said)
        if not name or created is None:
            continue
        title, tab, body = text(said.get("text")).strip().partition("\t")
        author = person(item.get("authorName"))
        yield Post(
            network=PLAY,
            id=name,
            created_at=created,
            channel=package[1] if package else "",
            kind=Kind.REVIEW,
            author=author,
            author_name=author,
            text=(body if tab else title).strip(),
            title=title.strip() if tab else "",
            lang=identifier(said.get("reviewerLanguage"))[:35],
            rating=_stars(said.get("starRating")),
            likes=whole(said.get("thumbsUpCount")),
            reply_text=text(answer.get("text")).strip() if answer else None,
            reply_at=_play_time(answer) if answer else None,
        )


def _play_time(comment: Mapping[str, Any]) -> float | None:
    return moment(table(comment.get("lastModified")).get("seconds"))


def _stars(value: Any) -> float | None:
    """Return a rating of one to five stars."""
    stars = whole(value)
    return float(stars) if stars is not None and 0 < stars < 6 else None


def _app_of(*urls: str) -> str:
    """Return the number of an app that one of the addresses names.

    >>> _app_of("https://itunes.apple.com/jp/rss/customerreviews/page=1/id=1404176564/json")
    '1404176564'
    """
    for url in urls:
        if found := _APP.search(urlsplit(url).path) or _APP.search(f"?{urlsplit(url).query}"):
            return found[1]
    return ""


@connector(
    "appstore",
    read=read,
    reach="the 500 newest reviews of an app in each country named; no developer's responses",
    options=("apps", "countries"),
    rate="some 20 requests a minute",
    terms="a public feed without documents; often empty for addresses of data centres",
    sees=("edits", "likes"),
    verified="the feed as JSON on a recorded answer; as XML, App Store Connect and Google Play's"
    " interface by their documents alone",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for the newest reviews of each app in each country, down to those that are known."""
    named = _app_of(source.url)
    apps = (*source.strings("apps"), *((named,) if named else ()))
    found = re.search(r"//(?:apps|itunes)\.apple\.com/([a-z]{2})/", source.url)
    countries = source.strings("countries") or ((found[1] if found else "us"),)
    for app in apps:
        for country in countries:
            ask = partial(_ask, country.lower(), app.removeprefix("id"))
            # All that the store gives is read the first time: it is no more than 500.
            yield from newest_first(f"{app}:{country}", cursor, ask, _page_of, days=36500)


def _ask(country: str, app: str, older: str) -> Request:
    place = f"{country}/rss/customerreviews/page={older or 1}/id={app}/sortby=mostrecent/xml"
    return Request(f"{SITE}/{place}")


def _page_of(response: Response) -> Page:
    """Return a page; the feed names the next one, behind the last page the last one again."""
    records = tuple(one for one in read(response) if isinstance(one, Post))
    feed = feed_of(response)
    following = _PAGE.search(feed.older) if feed else None
    older = following[1] if records and following and int(following[1]) <= LAST_PAGE else ""
    return Page(records, tuple((post.id, post.created_at) for post in records), older)
