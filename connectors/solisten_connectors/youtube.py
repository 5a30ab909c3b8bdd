"""YouTube: a channel's videos by feed, videos and their comments by the Data API with a key."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from solisten.connector import (
    Cursor,
    Listening,
    Request,
    RequestFailed,
    Response,
    Source,
    connector,
)
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post, Visibility
from solisten_connectors._feed import Entry, feed_of
from solisten_connectors._html import links_of, text_of, unescaped
from solisten_connectors._json import (
    ABSENT,
    answer_of,
    identifier,
    one_line,
    table,
    tables,
    text,
    whole,
)
from solisten_connectors._listing import Page, Steps, days_of, explained, newest_first
from solisten_connectors._people import account, path_of, person
from solisten_connectors._threads import Threads, follow, followed, passed, threads_of, timed
from solisten_connectors._times import edited, moment
from solisten_connectors._xmlfeed import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "youtube"
API = "https://www.googleapis.com/youtube/v3"
FEED = "https://www.youtube.com/feeds/videos.xml"
WATCH = "https://www.youtube.com/watch?v="
KEY = (
    'comments and searches need a key of the Data API (key = "env:NAME", free, 10,000 units a day);'
    " without one a channel's videos are read from its feed"
)
HELD = frozenset({"heldForReview", "likelySpam", "rejected"})  # shown to the owner alone
SHOWN = {"public": Visibility.PUBLIC, "unlisted": Visibility.UNLISTED}

_CHANNEL = re.compile(r"UC[\w-]{22}")


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the videos or comments of a feed or of any answer of the Data API."""
    if response.body.lstrip()[:1] not in {b"{", b"["}:
        feed = feed_of(response)
        for entry in feed.entries if feed else ():
            yield from _video_in_feed(entry)
        return
    for item in _items(response):
        yield from _records(item)


def _items(response: Response) -> Iterator[Mapping[str, Any]]:
    """Yield the resources of an answer: those of a list, or a single one."""
    answer = answer_of(response)
    if answer is None or response.status in ABSENT:
        return
    kind = text(table(answer).get("kind"))
    error = table(table(answer).get("error"))
    if error:
        _refuse(error)
    elif "responseContext" in table(answer):
        raise Unreadable("an answer of YouTube's own pages, without exact times: use feed or API")
    elif not kind.startswith("youtube#"):
        raise Unreadable("JSON that is no answer of the YouTube Data API")
    elif kind.endswith("ListResponse"):
        yield from tables(table(answer).get("items"))
    else:
        yield table(answer)


def _refuse(error: Mapping[str, Any]) -> None:
    """Raise what an error says, unless it says that there is no such thing."""
    reasons = {text(one.get("reason")) for one in tables(error.get("errors"))}
    if whole(error.get("code")) in ABSENT or "commentsDisabled" in reasons:
        return
    reason = one_line(", ".join(sorted(reasons - {""}))) or one_line(error.get("message"))
    raise Unreadable(f"the YouTube Data API says: {reason or 'an error'}; {KEY}")


def _records(item: Mapping[str, Any]) -> Iterator[Post | Gone]:
    kind = text(item.get("kind")).removeprefix("youtube#")
    snippet = table(item.get("snippet"))
    if kind == "commentThread":
        if snippet.get("isPublic") is not False:
            top = table(snippet.get("topLevelComment"))
            yield from _comment(top, snippet)
            for reply in tables(table(item.get("replies")).get("comments")):
                yield from _comment(reply, snippet)
    elif kind == "comment":
        yield from _comment(item, {})
    elif kind == "video":
        yield from _video(item, identifier(item.get("id")))
    elif kind == "searchResult":
        yield from _video(item, identifier(table(item.get("id")).get("videoId")))
    elif kind == "playlistItem":
        yield from _video(item, identifier(table(snippet.get("resourceId")).get("videoId")))


def _comment(item: Mapping[str, Any], thread: Mapping[str, Any]) -> Iterator[Post]:
    """Yield a comment; its thread is its video's, its parent the comment or video it answers."""
    snippet = table(item.get("snippet"))
    name, created = identifier(item.get("id")), moment(snippet.get("publishedAt"))
    if not name or created is None or text(snippet.get("moderationStatus")) in HELD:
        return
    video = identifier(snippet.get("videoId")) or identifier(thread.get("videoId"))
    channel = identifier(snippet.get("channelId")) or identifier(thread.get("channelId"))
    parent = identifier(snippet.get("parentId")) or name.rpartition(".")[0]
    author = account(table(snippet.get("authorChannelId")).get("value"))
    author = author or account((path_of(text(snippet.get("authorChannelUrl"))) or ("",))[-1])
    shown = text(snippet.get("textDisplay"))
    yield Post(
        network=NETWORK,
        id=name,
        created_at=created,
        channel=channel,
        url=f"{WATCH}{video}&lc={name}" if video else "",
        kind=Kind.REPLY if parent else Kind.COMMENT,
        author=author,
        author_name=person(snippet.get("authorDisplayName")),
        edited_at=edited(snippet.get("updatedAt"), created),
        text=text(snippet.get("textOriginal")).strip() or text_of(shown),
        reply_to=parent or video,
        thread=video,
        likes=whole(snippet.get("likeCount")),
        links=links_of(shown, WATCH),
        official="staff" if author and author == channel else "",
    )


def _video(item: Mapping[str, Any], name: str) -> Iterator[Post | Gone]:
    snippet, status = table(item.get("snippet")), table(item.get("status"))
    known = table(item.get("contentDetails")).get("videoPublishedAt")
    created = moment(known) or moment(snippet.get("publishedAt"))
    visibility = SHOWN.get(text(status.get("privacyStatus")), Visibility.PRIVATE)
    title = text(snippet.get("title"))
    owner = identifier(snippet.get("videoOwnerChannelId")) or identifier(snippet.get("channelId"))
    if not name or created is None or (status and visibility is Visibility.PRIVATE):
        return
    if "resourceId" in snippet and not known and title in {"Deleted video", "Private video"}:
        if title == "Deleted video":
            yield Gone(network=NETWORK, id=name)
        return
    yield Post(
        network=NETWORK,
        id=name,
        created_at=created,
        channel=owner,
        url=f"{WATCH}{name}",
        author=account(owner),
        author_name=person(snippet.get("videoOwnerChannelTitle") or snippet.get("channelTitle")),
        text=unescaped(text(snippet.get("description"))).strip(),
        title=unescaped(title).strip(),
        lang=identifier(snippet.get("defaultAudioLanguage") or snippet.get("defaultLanguage"))[:35],
        likes=whole(table(item.get("statistics")).get("likeCount")),
        visibility=visibility if status else Visibility.PUBLIC,
        official="staff",  # a channel's videos are its owner's
    )


def _video_in_feed(entry: Entry) -> Iterator[Post]:
    name = text_in(entry.more, "yt:videoid") or entry.id.removeprefix("yt:video:")
    if not name or entry.published is None:
        return
    page = path_of(entry.author_page)
    channel = text_in(entry.more, "yt:channelid") or (page[-1] if page else "")
    channel = channel if _CHANNEL.fullmatch(channel) or len(channel) != 22 else f"UC{channel}"
    later = entry.updated if entry.updated and entry.updated > entry.published else None
    yield Post(
        network=NETWORK,
        id=name,
        created_at=entry.published,
        channel=channel,
        url=entry.link or f"{WATCH}{name}",
        author=account(channel),
        author_name=entry.author,
        edited_at=later,
        text=entry.text,
        title=entry.title,
        official="staff",
    )


@connector(
    "youtube",
    read=read,
    reach="a channel's 15 newest videos by feed; with a key all videos, comments and replies, and"
    " videos that a search finds",
    auth="optional",
    options=("channels", "playlists", "videos", "search", "key", "days"),
    rate="with a key 10,000 units a day (a page is one), and 100 searches a day; the feed changes"
    " every 15 minutes at most",
    terms="data of the API is refreshed or deleted within 30 days; link to the video",
    sees=("replies", "edits", "likes"),
    verified="feeds, comment threads, replies, searches, videos and errors on recorded answers;"
    " playlists by their documents alone",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for the videos of channels and searches, then for comments where there is a key."""
    threads = threads_of(NETWORK, cursor)
    for key, url, params in _listings(source):
        ask, page = partial(_ask, source, url, params), partial(_page_of, threads)
        steps = timed(threads, newest_first(key, cursor, ask, page, days=days_of(source)))
        yield from explained(_open_comments(steps) if "videoId" in params else steps, KEY)
    if source.options.get("key"):
        ask = partial(_ask_replies, source)
        replies: Any = partial(_replies, source)  # asks for further pages itself
        yield from explained(followed(threads, ask, replies), KEY)


def _listings(source: Source) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield (key of the cursor, address, parameters) of all that the source names."""
    keyed = bool(source.options.get("key"))
    own = parse_qs(urlsplit(source.url).query)
    found = _CHANNEL.search(source.url)
    channels = (*source.strings("channels"), *((found[0],) if found else ()))
    playlists = (*source.strings("playlists"), *own.get("playlist_id", ()), *own.get("list", ()))
    if source.url and not channels and not playlists:
        if "/feeds/" not in source.url:
            raise Unreadable(f"{source.url} does not name a channel: give its id, which begins UC")
        yield "feed", source.url, {}
    if not keyed:
        if source.options.get("search") or source.options.get("videos"):
            raise Unreadable(KEY)
        yield from ((f"videos:{one}", FEED, {"channel_id": one}) for one in channels)
        yield from ((f"videos:{one}", FEED, {"playlist_id": one}) for one in playlists)
        return
    every = {"part": "snippet,replies", "order": "time", "maxResults": "100"}
    items = {"part": "snippet,contentDetails,status", "maxResults": "50"}
    for one in (*(f"UU{channel[2:]}" for channel in channels), *playlists):
        yield f"videos:{one}", f"{API}/playlistItems", {**items, "playlistId": one}
    for words in source.strings("search"):
        search = {"part": "snippet", "type": "video", "order": "date", "maxResults": "50"}
        yield f"search:{words}", f"{API}/search", {**search, "q": words}
    threads = f"{API}/commentThreads"
    for one in channels:
        yield f"comments:{one}", threads, {**every, "allThreadsRelatedToChannelId": one}
    for one in source.strings("videos"):
        yield f"comments:{one}", threads, {**every, "videoId": one}


def _ask(source: Source, url: str, params: Mapping[str, str], older: str) -> Request:
    auth = "query:key" if url.startswith(API) and source.options.get("key") else ""
    return Request(url, params={**params, **({"pageToken": older} if older else {})}, auth=auth)


def _open_comments(steps: Steps[None]) -> Steps[None]:
    """Read a video's comments; a video that has none to read is no failure."""
    try:
        yield from steps
    except RequestFailed as failure:
        if failure.kind not in {"denied", "gone"} or failure.status == 401:
            raise


def _page_of(threads: Threads, response: Response) -> Page:
    """Return a page, and follow the comment threads on it for their replies."""
    records = tuple(read(response))
    posts = [one for one in records if isinstance(one, Post)]
    passed(threads, response, *(post.created_at for post in posts))
    own = [post for post in posts if post.kind is not Kind.REPLY]
    older = ""
    if response.body.lstrip()[:1] == b"{":
        answer = table(answer_of(response))
        older = identifier(answer.get("nextPageToken"))
        counts = {
            identifier(item.get("id")): whole(table(item.get("snippet")).get("totalReplyCount"))
            for item in tables(answer.get("items"))
        }
        shown = {name: sum(post.reply_to == name for post in posts) for name in counts}
        for post in own:
            if post.kind is Kind.COMMENT:
                more = (counts.get(post.id) or 0) > shown.get(post.id, 0)
                follow(threads, post.id, post.created_at, post.id, at_once=more)
    return Page(records, tuple((post.id, post.created_at) for post in own), older)


def _ask_replies(source: Source, name: str, older: str = "") -> Request:
    params = {"part": "snippet", "parentId": name, "maxResults": "100"}
    return _ask(source, f"{API}/comments", params, older)


def _replies(source: Source, name: str, _post: str, response: Response | None) -> Steps[None]:
    """Yield the replies of a thread, page after page."""
    asked: set[str] = set()
    while response is not None and not response.unchanged:
        yield from read(response)
        older = identifier(table(answer_of(response)).get("nextPageToken"))
        if not older or older in asked:
            return
        asked.add(older)
        response = yield _ask_replies(source, name, older)
