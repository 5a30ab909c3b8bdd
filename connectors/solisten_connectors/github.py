"""GitHub: issues, comments, releases and discussions of public repositories."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

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
from solisten.nouns import Gone, Kind, Post
from solisten_connectors._feed import feed_of
from solisten_connectors._github import API, NETWORK, is_rest, issue_id, repo_of, rest_records
from solisten_connectors._githubgraph import graph_records
from solisten_connectors._json import answer_of, identifier, one_line, table, tables, text
from solisten_connectors._listing import Page, Steps, days_of, explained, newest_first
from solisten_connectors._people import path_of
from solisten_connectors._times import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAGE = "100"
HEADERS = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
LIMITED = (
    'GitHub answers 60 requests an hour without a token, 5,000 with one (token = "env:NAME");'
    " discussions need one"
)
_NEWEST = {"sort": "updated", "order": "desc"}
DISCUSSIONS = """
query($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    nameWithOwner isPrivate
    discussions(first: 25, after: $after, orderBy: {field: UPDATED_AT, direction: DESC}) {
      pageInfo { endCursor hasNextPage }
      nodes {
        id number title body url createdAt updatedAt lastEditedAt upvoteCount authorAssociation
        author { login __typename } answer { id }
        comments(first: 50) {
          pageInfo { endCursor hasNextPage }
          nodes {
            id body url createdAt lastEditedAt deletedAt isAnswer upvoteCount authorAssociation
            author { login __typename }
            replies(first: 50) {
              nodes {
                id body url createdAt lastEditedAt deletedAt isAnswer upvoteCount
                authorAssociation author { login __typename } replyTo { id }
              }
            }
          }
        }
      }
    }
  }
}
"""
COMMENTS = """
query($id: ID!, $after: String) {
  node(id: $id) {
    __typename
    ... on Discussion {
      id answer { id } repository { nameWithOwner isPrivate }
      comments(first: 50, after: $after) {
        pageInfo { endCursor hasNextPage }
        nodes {
          id body url createdAt lastEditedAt deletedAt isAnswer upvoteCount authorAssociation
          author { login __typename }
          replies(first: 50) {
            nodes {
              id body url createdAt lastEditedAt deletedAt isAnswer upvoteCount
              authorAssociation author { login __typename } replyTo { id }
            }
          }
        }
      }
    }
  }
}
"""

_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_HOME = re.compile(r"https?://(?:api\.github\.com|[^/]+/api/v3)/")
_NEXT = re.compile(r"<([^<>]{1,2000})>\s*;[^,<]{0,100}\brel=\"?next\"?")


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the posts of any answer of the REST or GraphQL interface, or of an Atom feed."""
    if response.body.lstrip()[:1] == b"<" and response.status < 400:
        yield from _feed(response)
        return
    answer = answer_of(response)
    if response.status == 410 and (name := issue_id(response.url)):
        yield Gone(network=NETWORK, id=name)
    if answer is None or response.status in {404, 410}:
        return
    _refuse(answer)
    if isinstance(answer, dict) and ("data" in answer or "errors" in answer):
        yield from graph_records(answer.get("data"))
    elif is_rest(answer) or _HOME.match(response.url):
        yield from rest_records(answer, response.url)
    else:
        raise Unreadable("JSON that is no answer of GitHub")


def _refuse(answer: Any) -> None:
    """Raise what an error body says, unless it says that there is no such thing."""
    top = table(answer)
    errors = list(tables(top.get("errors")))
    if "data" in top or (errors and "message" not in top):
        kinds = {text(one.get("type")) for one in errors}
        if errors and not table(top.get("data")) and kinds != {"NOT_FOUND"}:
            raise Unreadable(f"GitHub says: {one_line(errors[0].get('message'))}")
    elif "message" in top and "id" not in top and "sha" not in top:
        said = text(top["message"])
        if said != "Not Found":
            remedy = f"; {LIMITED}" if "limit" in said.lower() or "abuse" in said.lower() else ""
            raise Unreadable(f"GitHub says: {_ADDRESS.sub('you', one_line(said))}{remedy}")
    elif "error" in top and len(top) < 3:
        raise Unreadable(f"GitHub says: {one_line(top['error']) or 'an error'}")


def _feed(response: Response) -> Iterator[Post]:
    """Yield the entries of a feed of releases, tags, commits or discussions."""
    feed = feed_of(response)
    for entry in feed.entries if feed else ():
        at = entry.published if entry.published is not None else entry.updated
        if entry.id and at is not None:
            later = entry.updated if entry.updated and entry.updated > at else None
            yield Post(
                network=NETWORK,
                id=entry.id,
                created_at=at,
                channel=repo_of(entry.link),
                url=entry.link,
                kind=Kind.POST if "/discussions/" in entry.link else Kind.ARTICLE,
                author=entry.author,
                author_name=entry.author,
                edited_at=later,
                text=entry.text,
                title=entry.title,
                lang=entry.lang or (feed.lang if feed else ""),
                links=entry.links,
            )


@connector(
    "github",
    read=read,
    reach="issues, pull requests, comments and releases of the repositories named; issues that a"
    " search finds, at most 1,000; discussions with a token",
    auth="optional",
    options=("repos", "search", "reviews", "token", "days"),
    rate="60 requests an hour without a token, 5,000 with one; searches 10 or 30 a minute",
    terms="public data by its interface; no resale of personal data, no spam",
    sees=("replies", "edits", "likes"),
    verified="issues, comments, timelines, searches, commits and errors on recorded answers;"
    " discussions recorded without texts, releases and reviews by their documents alone",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for what changed in each repository and search, then for discussions."""
    for repo in _repos(source):
        yield from explained(_is_public(source, repo), LIMITED)
        for key, path, params in _listings(source):
            ask = partial(_ask, source, f"{API}/repos/{repo}/{path}", params)
            steps = newest_first(f"{key}:{repo}", cursor, ask, _page_of, days=days_of(source))
            yield from explained(_where_there_are(steps), LIMITED)
        if source.options.get("token"):
            more: list[tuple[str, str]] = []
            ask, page = partial(_ask_discussions, repo), partial(_discussions, more)
            steps = newest_first(f"discussions:{repo}", cursor, ask, page, days=days_of(source))
            yield from explained(steps, LIMITED)
            yield from _long_discussions(more)
    for words in source.strings("search"):
        params = {"q": words if "is:" in words else f"{words} is:issue"}
        ask = partial(_ask, source, f"{API}/search/issues", {**params, **_NEWEST})
        steps = newest_first(f"search:{words}", cursor, ask, _page_of, days=days_of(source))
        yield from explained(steps, LIMITED)


def _repos(source: Source) -> Iterator[str]:
    own = path_of(source.url)
    yield from (*source.strings("repos"), *(("/".join(own[:2]),) if len(own) > 1 else ()))


def _listings(source: Source) -> Iterator[tuple[str, str, dict[str, str]]]:
    newest = {"sort": "updated", "direction": "desc"}
    yield "issues", "issues", {**newest, "state": "all"}
    yield "comments", "issues/comments", newest
    if source.options.get("reviews"):
        yield "reviews", "pulls/comments", newest
    yield "releases", "releases", {}


def _ask(source: Source, url: str, params: Mapping[str, str], older: str) -> Request:
    auth = "bearer" if source.options.get("token") else ""
    if older:
        return Request(older, headers=HEADERS, auth=auth)
    return Request(url, params={**params, "per_page": PAGE}, headers=HEADERS, auth=auth)


def _is_public(source: Source, repo: str) -> Steps[None]:
    """Stop at a repository that only the token's owner may see."""
    if source.options.get("token"):
        response = yield _ask(source, f"{API}/repos/{repo}", {}, "")
        if (
            response
            and not response.unchanged
            and table(answer_of(response)).get("private") is True
        ):
            raise Unreadable(f"{repo} is private: only what is public is kept")


def _where_there_are(steps: Steps[None]) -> Steps[None]:
    """Read a listing; a repository without issues says that they are gone (410)."""
    try:
        yield from steps
    except RequestFailed as failure:
        if failure.status != 410:
            raise


def _page_of(response: Response) -> Page:
    """Return a page of a listing that is sorted by the last change."""
    answer = answer_of(response)
    listed = answer if isinstance(answer, list) else table(answer).get("items")
    entries = tuple(
        (identifier(item.get("id")), at)
        for item in tables(listed)
        if (at := _changed(item)) is not None
    )
    following = _NEXT.search(response.headers.get("link", ""))
    older = following[1] if following and following[1].startswith(f"{API}/") else ""
    return Page(tuple(read(response)), entries, older)


def _changed(item: Mapping[str, Any]) -> float | None:
    return moment(item.get("published_at") or item.get("updated_at") or item.get("created_at"))


def _ask_discussions(repo: str, older: str) -> Request:
    owner, _, name = repo.partition("/")
    variables = {"owner": owner, "name": name, "after": older or None}
    query = {"query": DISCUSSIONS, "variables": variables}
    return Request(f"{API}/graphql", method="POST", json=query, auth="bearer")


def _discussions(more: list[tuple[str, str]], response: Response) -> Page:
    """Return a page of discussions; those with more comments are noted."""
    repository = table(table(table(answer_of(response)).get("data")).get("repository"))
    listed = table(repository.get("discussions"))
    entries = []
    for one in tables(listed.get("nodes")):
        entries.append((identifier(one.get("id")), moment(one.get("updatedAt")) or 0.0))
        further = table(table(one.get("comments")).get("pageInfo"))
        if further.get("hasNextPage") is True:
            more.append((identifier(one.get("id")), identifier(further.get("endCursor"))))
    page = table(listed.get("pageInfo"))
    older = identifier(page.get("endCursor")) if page.get("hasNextPage") is True else ""
    return Page(tuple(read(response)), tuple(entries), older)


def _long_discussions(more: list[tuple[str, str]]) -> Steps[None]:
    """Ask for the comments of discussions that do not fit into one answer."""
    for name, at in more:
        after, asked = at, set[str]()
        while after and after not in asked:
            asked.add(after)
            query = {"query": COMMENTS, "variables": {"id": name, "after": after}}
            response = yield Request(f"{API}/graphql", method="POST", json=query, auth="bearer")
            if response is None or response.unchanged:
                break
            yield from read(response)
            node = table(table(table(answer_of(response)).get("data")).get("node"))
            page = table(table(node.get("comments")).get("pageInfo"))
            after = identifier(page.get("endCursor")) if page.get("hasNextPage") is True else ""
