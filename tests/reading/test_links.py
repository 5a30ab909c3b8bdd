"""Which links stand in a text and what kind of place they lead to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solisten.reading.links import (
    domain,
    has_campaign_tag,
    host_in,
    is_living,
    is_policy,
    is_report,
    links_in,
)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://acme.example/x?y=1#z.", ("https://acme.example/x?y=1#z",)),
        ("(http://acme.example/a_(b))", ("http://acme.example/a_(b)",)),
        ("HTTPS://Acme.Example!", ("HTTPS://Acme.Example",)),
        ("acme.example/x and www.acme.com", ("acme.example/x", "www.acme.com")),
        ("on acme.com, bit.ly/3eMAbks.", ("acme.com", "bit.ly/3eMAbks")),
        ("twice acme.com acme.com", ("acme.com",)),
        ('<a href="https://acme.example/">x</a>', ("https://acme.example/",)),
        ("m\u00fcnchen.de/stadt", ("m\u00fcnchen.de/stadt",)),
        ("localhost:8080/x acme.example:8080/x", ("acme.example:8080/x",)),
    ],
)
def test_links_are_found_with_and_without_scheme(text: str, links: tuple[str, ...]) -> None:
    assert links_in(text) == links


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JavaScript:location.href='acme.example/x'",
        "javascript://acme.example/%0aalert(1)",
        "data:text/html,acme.com/x",
        "mailto:ana@acme.example",
        "ana.b@acme.example",
        "node.js, readme.md, main.py, i.e., e.g. this",
        "it works.it does.in fact",
        "3.5 and/or 1.2/kg",
        "@acme.bsky.social",
        "https://",
        "",
    ],
)
def test_what_is_no_web_link_is_none(text: str) -> None:
    assert links_in(text) == ()


@pytest.mark.parametrize(
    ("url", "want"),
    [
        ("https://help.acme.co.uk/x", "acme.co.uk"),
        ("HTTP://user:pw@WWW.Acme.example:8080/x", "acme.example"),
        ("//cdn.acme.example/x", "acme.example"),
        ("acme.example/x", "acme.example"),
        ("acme.example:8080", "acme.example"),
        ("https://acme.github.io/x", "acme.github.io"),
        ("https://10.0.0.1/x", "10.0.0.1"),
        ("javascript:alert(1)//acme.example", ""),
        ("mailto:ana@acme.example", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_domains_are_registrable(url: str, want: str) -> None:
    assert domain(url) == want


def test_a_host_is_a_domains_own_or_under_it() -> None:
    domains = frozenset({"acme.example"})
    assert host_in("https://shop.acme.example/", domains)
    assert host_in("acme.example", domains)
    assert not host_in("https://notacme.example/", domains)
    assert not host_in("https://acme.example.evil.test/", domains)
    assert not host_in("https://evil.test/?u=https://acme.example", domains)


@pytest.mark.parametrize(
    ("url", "living"),
    [
        ("https://github.com/acme/app", True),
        ("https://community.acme.example/t/1", True),
        ("https://acme.example/forum/1", True),
        ("https://discord.gg/acme", True),
        ("https://bugzilla.acme.example/show_bug.cgi?id=1", True),
        ("https://www.reddit.com/r/acme", True),
        ("https://acme.example/pricing", False),
        ("https://acme.example/blog/forums-we-like", False),
        ("https://twitter.com/messages/compose?recipient_id=1", False),
        ("https://twitter.com/intent/tweet?x", False),
        ("javascript:github.com/forum", False),
        ("https://notgithub.com/", False),
    ],
)
def test_living_places_are_told_from_dead_ends(url: str, *, living: bool) -> None:
    assert is_living(url) is living


@pytest.mark.parametrize(
    ("url", "policy"),
    [
        ("https://acme.example/community-guidelines", True),
        ("https://acme.example/legal/Code_of_Conduct.html", True),
        ("https://acme.example/social%20media%20policy.pdf", True),
        ("https://acme.example/netiquette", True),
        ("https://acme.example/social-media-directory/", True),
        ("https://acme.example/privacy-policy", False),
        ("https://guidelines.acme.example/", False),
        ("javascript:x/guidelines", False),
    ],
)
def test_policies_are_told_by_their_path(url: str, *, policy: bool) -> None:
    assert is_policy(url) is policy


@pytest.mark.parametrize(
    ("url", "report"),
    [
        ("https://acme.example/Customer_Service_Report.pdf", True),
        ("https://acme.example/blog/2026/survey-results/", True),
        ("https://acme.example/report-abuse", False),
        ("https://acme.example/reports/bug/7", False),
        ("https://acme.example/search/results", False),
    ],
)
def test_reports_of_results_are_told_from_reports_of_faults(url: str, *, report: bool) -> None:
    assert is_report(url) is report


def test_campaign_tags_stand_in_the_query() -> None:
    assert has_campaign_tag("https://acme.example/?x=1&UTM_Source=y")
    assert not has_campaign_tag("https://acme.example/utm_source=y")


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    for link in (*links_in(text), text):
        domain(link)
        host_in(link, {"acme.example"})
        is_living(link)
        is_policy(link)
        is_report(link)
        has_campaign_tag(link)
