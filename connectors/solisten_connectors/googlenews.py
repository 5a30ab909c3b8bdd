"""News that search engines find: Google News, Google Alerts, Bing News, GDELT."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from solisten.connector import Checkpoint, Cursor, Listening, Request, Response, Source, connector
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post
from solisten_connectors._feed import Entry, Feed, feed_of
from solisten_connectors._html import address, text_of
from solisten_connectors._json import ABSENT, answer_of, identifier, table, tables, text
from solisten_connectors._listing import DAY, Steps, days_of
from solisten_connectors._people import host_of, person
from solisten_connectors._times import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

NETWORK = "googlenews"
SEARCH = "https://news.google.com/rss/search"
FULL = 100  # articles in an answer that was cut off
OVERLAP = DAY  # news are found late


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the articles of a search; the channel is the host of the paper, the author its name.

    Titles come without the paper's name behind them. An article that only Google's redirect leads
    to keeps that as its address: nothing but a browser can follow it.
    """
    if response.body.lstrip()[:1] in {b"{", b"["}:
        yield from _gdelt(response)
        return
    feed = feed_of(response)
    if feed is not None:
        yield from _articles(feed)


def _articles(feed: Feed) -> Iterator[Post]:
    for entry in feed.entries:
        at = entry.published if entry.published is not None else entry.updated
        if entry.id and at is not None:
            yield _article(entry, at, feed.lang)


def _article(entry: Entry, at: float, lang: str) -> Post:
    paper, home = _paper(entry)
    title = entry.title
    for dash in (" - ", " – ", " — "):  # noqa: RUF001  (as papers write them)
        title = title.removesuffix(f"{dash}{paper}") if paper else title
    own = "news.google." in entry.link
    said = entry.text
    # Google's description repeats title and paper, of this article and of those beside it.
    if own or said in {title, entry.title}:
        said = ""
    return Post(
        network=NETWORK,
        id=entry.id,
        created_at=at,
        channel=host_of(home) or ("" if own else host_of(entry.link)),
        url=entry.link,
        kind=Kind.ARTICLE,
        author=paper or entry.author,
        author_name=paper or entry.author,
        title=title,
        text=said,
        lang=entry.lang or lang,
    )


def _paper(entry: Entry) -> tuple[str, str]:
    """Return the name and the address of the paper that an article stands in."""
    for element in (*entry.more.get("source", ()), *entry.more.get("news:source", ())):
        if name := person(text_of(element.text)):
            return name, address(element.attributes.get("url", ""))
    return "", ""


def _gdelt(response: Response) -> Iterator[Post]:
    answer = answer_of(response)
    if answer is None or response.status in ABSENT:
        return
    if not isinstance(answer, dict) or (answer and not isinstance(answer.get("articles"), list)):
        raise Unreadable("JSON that is no list of articles")
    for item in tables(table(answer).get("articles")):
        link, at = address(text(item.get("url"))), moment(text(item.get("seendate")))
        if link and at is not None:
            host = identifier(item.get("domain")) or host_of(link)
            yield Post(
                network=NETWORK,
                id=link,
                created_at=at,
                channel=host,
                url=link,
                kind=Kind.ARTICLE,
                author=host,
                title=text(item.get("title")).strip(),
                lang=identifier(item.get("language"))[:35],
            )


@connector(
    "googlenews",
    read=read,
    reach="at most 100 articles a search, chosen by Google News; a day's news where there are more",
    options=("query", "language", "country", "days"),
    rate="a search every few minutes; more is answered by 429 or 503",
    terms="feeds for personal, non-commercial use; undocumented, may end any day",
    sees=(),
    verified="Google Alerts on a recorded feed; Google News, Bing News and GDELT by their"
    " documents alone",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Search for each query since the last time, day by day where an answer is cut off."""
    if source.url:
        response = yield Request(source.url)
        if response is not None and not response.unchanged:
            yield from read(response)
    for query in source.strings("query"):
        yield from _search(source, query, cursor)


def _search(source: Source, query: str, cursor: Cursor) -> Steps[None]:
    key = f"query:{query}"
    since = moment(cursor.get(key))
    back = f"when:{int(days_of(source))}d" if since is None else f"after:{_day(since)}"
    response = yield _ask(source, f"{query} {back}")
    if response is None or response.unchanged:
        return
    records = tuple(read(response))
    times = [record.created_at for record in records if isinstance(record, Post)]
    now = response.fetched_at if response.fetched_at is not None else max(times, default=None)
    yield from records
    if now is None:
        return
    day = now - days_of(source) * DAY if since is None else since
    while len(records) >= FULL and day < now:
        # There is no next page: what was cut off is asked for a day at a time, oldest first.
        found = yield _ask(source, f"{query} after:{_day(day)} before:{_day(day + 2 * DAY)}")
        if found is not None:
            yield from read(found)
        day += DAY
        yield Checkpoint({key: _day(min(day, now - OVERLAP))})
    yield Checkpoint({key: _day(now - OVERLAP)})


def _ask(source: Source, query: str) -> Request:
    language = str(source.options.get("language", "en-US"))
    country = str(source.options.get("country") or language.partition("-")[2] or "US").upper()
    short = language.partition("-")[0]
    params = {"q": query, "hl": language, "gl": country, "ceid": f"{country}:{short}"}
    return Request(SEARCH, params=params)


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()
