"""What is no answer of repositories, stores, videos, channels and lists, or holds no post."""

from __future__ import annotations

import pytest
from shapes import records

from solisten.errors import Unreadable

NETWORKS = (
    *("rss", "wordpress", "googlenews", "youtube", "github", "gitlab", "appstore", "telegram"),
    "mailinglist",
)


PAGES = {
    "a log-in form": b"<html><title>Log in</title><form><input type=password></form></html>",
    "a captcha": b"<!doctype html><title>Just a moment...</title><body>Checking your browser",
    "a page": b"<html><title>Acme</title><p>Rockets and more rockets.</p></html>",
    "XML": b"<?xml version='1.0'?><catalogue><item/></catalogue>",
    "JSON": b'{"some": {"other": "interface"}}',
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "nothing": b"",
}


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("page", PAGES)
def test_what_is_no_answer_has_a_reason(network: str, page: str) -> None:
    with pytest.raises(Unreadable) as failure:
        records(network, PAGES[page])
    assert failure.value.reason


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(
    "body", [b"", b"<html>Not Found</html>", b'{"message": "Not Found"}', b"x"]
)
def test_not_found_is_no_post_and_no_error(network: str, body: bytes) -> None:
    assert records(network, body, "https://acme.example/1", 404) == []


@pytest.mark.parametrize("network", NETWORKS)
def test_a_page_of_a_blocked_door_is_an_error(network: str) -> None:
    with pytest.raises(Unreadable):
        records(network, b"<html><title>403 Forbidden</title></html>", status=403)


EMPTY = {
    "rss": b"<rss><channel><title>x</title></channel></rss>",
    "wordpress": b"[]",
    "googlenews": b"<rss><channel><title>x</title></channel></rss>",
    "youtube": b'{"kind": "youtube#channelListResponse", "items": [{"kind": "youtube#channel"}]}',
    "github": b'{"login": "ana", "node_id": "U", "url": "https://api.github.com/users/ana"}',
    "gitlab": b'{"id": 1, "username": "ana", "web_url": "https://gitlab.com/ana"}',
    "appstore": b'{"resultCount": 1, "results": [{"trackId": 1}]}',
    "telegram": b'<div class="tgme_page_title">Acme</div>',
    "mailinglist": b"<html><title>The users Archives</title></html>",
}


@pytest.mark.parametrize(
    ("network", "url"),
    [
        ("github", "https://api.github.com/repos/acme/app/languages"),
        ("gitlab", "https://gitlab.com/api/v4/projects/1/languages"),
        ("wordpress", "https://acme.example/wp-json/"),
    ],
)
def test_other_answers_of_the_network_itself_are_no_error(network: str, url: str) -> None:
    assert records(network, {"Python": 12345}, url) == []


@pytest.mark.parametrize("network", NETWORKS)
def test_a_profile_or_an_empty_list_is_no_post_and_no_error(network: str) -> None:
    assert records(network, EMPTY[network]) == []
