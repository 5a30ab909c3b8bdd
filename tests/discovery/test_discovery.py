"""What `init` finds on sites that we serve ourselves, friendly ones and hostile ones."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from site_server import Site, served
from stores import url_of

from solisten.cli import main
from solisten.cli.context import Context
from solisten.config import load
from solisten.errors import UsageError
from solisten.pipeline.initialising import initialise, write_new
from solisten.pipeline.pages import MONTH, keep_pages, look_again
from solisten.pipeline.session import session
from solisten.plugins import find_connectors
from solisten.store import pages
from solisten.web import Manners

if TYPE_CHECKING:
    from pathlib import Path

    from solisten.pipeline.initialising import Initialised

NOW = 1_780_000_000.0
FEED = """<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><link>{root}</link><item>
<title>New</title><guid>1</guid><link>{root}/blog/1</link><dc:creator>Jane Doe</dc:creator>
<pubDate>Fri, 01 May 2026 09:00:00 GMT</pubDate></item></channel></rss>"""
HOME = """<html><head><title>Acme</title>
<link rel="alternate" type="application/rss+xml" title="Blog" href="/feed.xml">
<link rel="alternate" type="application/rss+xml" title="Other" href="https://evil.example/feed">
<script type="application/ld+json">{"@type":"Organization","sameAs":["https://x.com/acme",
"https://www.linkedin.com/company/acme","javascript:alert(1)",7]}</script></head><body>
<a href="/help">Help</a> <a href="/legal/community-guidelines">Rules</a>
<a href="javascript:alert(1)">Support</a> <a href="mailto:ana@acme.example">Contact</a>
<a href="/p/7">Social media policy</a> <a href="/care-report">Customer care report</a>
<a href="{forum}/">Community</a> <a href="/talk/forum">Our boards</a>
<a href="/secret/community-rules">House rules</a>
<footer><a rel="me" href="{social}/@acme">Mastodon</a>
<a href="{social}/@fake">Somebody</a> <a href="https://x.com/intent/tweet?url=a">share</a>
<a href="https://www.reddit.com/r/acme/">Reddit</a></footer></body></html>"""
FORUM = (
    '<html><head><title>Acme community</title><meta name="generator" content="Discourse 3.4">'
    '</head><body><a href="{site}/">Acme</a> talk talk</body></html>'
)


def initialised(
    folder: Path, site: str | None, *, brand: str = "Acme", ports: Any = ()
) -> Initialised:
    """Run `init` without its pauses, allowed to ask the loopback interface."""
    config = folder / "web.toml"
    config.write_text(f"[collector]\nallow_private = true\nports = {sorted(ports)}\n", "utf-8")
    return initialise(
        Context(config, None, NOW),
        brand,
        site=site,
        output=folder / "config.toml",
        clock=lambda: NOW,
        manners=Manners(at_once=4, pause=0.0),
    )


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> tuple[Initialised, Site, Site, Path]:
    """Return what `init` found on a friendly site, its servers and the folder."""
    folder = tmp_path_factory.mktemp("acme")
    site, social, forum = Site("127.0.0.1"), Site("localhost"), Site("localhost")
    with served(site, social, forum):
        lookup = "/api/v1/accounts/lookup?acct="
        proved = {
            "fields": [{"value": f'<a href="{site.root}">x</a>', "verified_at": "2026-01-01"}]
        }
        social.pages = {
            f"{lookup}acme": json.dumps({"id": "1", "acct": "acme", **proved}),
            f"{lookup}swindler": json.dumps({"id": "3", "acct": "swindler", **proved}),
            f"{lookup}fake": json.dumps({"id": "2", "acct": "fake", "note": "I am Acme"}),
        }
        forum.pages = {"/": FORUM.replace("{site}", site.root)}
        site.pages = {
            "/robots.txt": "User-agent: *\nDisallow: /secret/",
            "/": HOME.replace("{social}", social.root).replace("{forum}", forum.root),
            "/feed.xml": FEED,
            "/help": "<title>Help</title><p>Call 030 1234567.</p><p>We answer within 24 hours.</p>",
            "/legal/community-guidelines": "<title>Rules</title><p>Be kind to @ana.</p>",
            "/p/7": "<title>Social media policy</title><p>Who may speak for us.</p>",
            "/talk/forum": f"<title>Forum</title><a href='{social.root}/@swindler'>follow</a>",
            "/care-report": "<title>Care report</title><p>We answered 4,000 questions.</p>",
            "/secret/community-rules": "<p>not for programs</p>",
        }
        found = initialised(folder, site.root, ports=[site.port, social.port, forum.port])
    return found, site, social, folder


def test_the_configuration_runs_and_holds_what_is_proved(
    acme: tuple[Initialised, Site, Site, Path],
) -> None:
    found, site, social, folder = acme
    path = folder / "written.toml"
    write_new(path, found.text)
    known = {name: one.options for name, one in find_connectors().connectors.items()}
    config = load(path, known_connectors=known)
    [brand] = config.brands
    official = {str(one) for one in brand.official}
    assert official == {
        f"mastodon:@acme@localhost:{social.port}",
        f"rss:127.0.0.1:{site.port}/@Jane Doe",
    }
    assert brand.domains == ("127.0.0.1",)
    sources = {one.id: one for one in config.sources}
    assert sources["mastodon-1"].options["accounts"] == ["acme"]
    assert sources["feed-1"].url == f"{site.root}/feed.xml"
    assert sources["forum-1"].connector == "discourse"
    assert [str(one) for one in brand.hosts] == [
        f"discourse:{sources['forum-1'].url.removeprefix('http://')}"
    ]


@pytest.mark.parametrize(
    "suggestion",
    ['#  "twitter:acme",', '#  "linkedin:acme",', '#  "mastodon:@fake@', '#  "reddit:acme",'],
)
def test_what_nothing_proves_is_a_comment(
    acme: tuple[Initialised, Site, Site, Path], suggestion: str
) -> None:
    text = acme[0].text
    assert suggestion in text
    assert suggestion.lstrip("# ").rstrip(",") not in str(tomllib.loads(text))


@pytest.mark.parametrize(
    "never", ["evil.example", "javascript", "ana@acme.example", "intent", "swindler"]
)
def test_what_is_no_profile_is_not_there(
    acme: tuple[Initialised, Site, Site, Path], never: str
) -> None:
    assert never not in acme[0].text


def test_the_site_is_read_politely(acme: tuple[Initialised, Site, Site, Path]) -> None:
    site = acme[1]
    assert site.asked[0] == "/robots.txt"
    assert "/secret/community-rules" not in site.asked
    assert len([path for path in site.asked if path not in {"/robots.txt", "/feed.xml"}]) <= 25
    assert len(site.asked) == len(set(site.asked)) + site.asked.count("/feed.xml") - 1


def test_pages_are_kept_and_shown_beside_their_findings(
    acme: tuple[Initialised, Site, Site, Path],
) -> None:
    found, site, _, folder = acme
    assert found.found is not None
    path = folder / "kept.toml"
    path.write_text(found.text, "utf-8")
    place = Context(path, url_of(folder / "kept.db"), NOW)
    assert keep_pages(place, "Acme", found.found, path) == 4
    assert keep_pages(place, "Acme", found.found, path) == 0
    with session(place) as opened, opened.database.reading() as connection:
        kinds = ("policy", "guidelines", "accounts", "terms", "report")
        rows = {one.url: one for one in pages.newest(connection, "Acme", kinds, int(NOW) + 1)}
    terms = rows[f"{site.root}/help"]
    assert (terms.kind, terms.excerpt, len(terms.sha256)) == (
        "terms",
        "We answer within 24 hours.",
        64,
    )
    assert "@ana" not in rows[f"{site.root}/legal/community-guidelines"].excerpt
    assert rows[f"{site.root}/p/7"].kind == "policy"
    assert rows[f"{site.root}/care-report"].kind == "report"


def test_a_page_is_looked_at_again_each_month(tmp_path: Path) -> None:
    site = Site("127.0.0.1")
    with served(site):
        rules = "<title>Community guidelines</title><p>Be kind.</p>"
        site.pages = {
            "/": "<title>Acme</title><a href='/community-guidelines'>Rules</a>",
            "/community-guidelines": rules,
        }
        found = initialised(tmp_path, site.root, ports=[site.port])
        assert found.found is not None
        path = tmp_path / "kept.toml"
        head = f"[collector]\nallow_private = true\nports = [{site.port}]\n"
        path.write_text(found.text.replace("[collector]\n", head), "utf-8")
        place = Context(path, None, NOW)
        keep_pages(place, "Acme", found.found, path)
        none = Manners(pause=0.0)
        with session(place) as opened:
            asked = len(site.asked)
            assert look_again(opened, clock=lambda: NOW + MONTH - 60, manners=none) == 0
            assert len(site.asked) == asked
            assert look_again(opened, clock=lambda: NOW + MONTH + 60, manners=none) == 0
            site.pages["/community-guidelines"] = rules.replace("kind", "brief")
            assert look_again(opened, clock=lambda: NOW + MONTH + 120, manners=none) == 0
            assert look_again(opened, clock=lambda: NOW + 3 * MONTH, manners=none) == 1
            del site.pages["/community-guidelines"]
            assert look_again(opened, clock=lambda: NOW + 5 * MONTH, manners=none) == 0
            with opened.database.reading() as connection:
                [one] = pages.newest(connection, "Acme", ["guidelines"], int(NOW + 9 * MONTH))
                [before] = pages.newest(connection, "Acme", ["guidelines"], int(NOW + MONTH))
    assert (before.excerpt, one.excerpt) == ("Be kind.", "Be brief.")


def loop(number: int) -> tuple[int, dict[str, str], bytes]:
    return 302, {"location": f"/loop{1 - number}"}, b""


def test_a_hostile_site_ends_and_gives_nothing_away(tmp_path: Path) -> None:
    site, evil = Site("127.0.0.1"), Site("localhost")
    with served(site, evil):
        name = f"127.0.0.1:{site.port}"
        many = "".join(f"<a href='/a{n}'>Support</a>" for n in range(5_000))
        site.pages = {
            "/": "<title>Acme</title><a href='/loop0'>Help</a><a href='/big'>Contact</a>"
            "<a href='/zip'>Forum</a><a href='/deep'>Status</a><a href='/bin'>Jobs</a>"
            f"<a href='http://{name}@localhost:{evil.port}/community-guidelines'>Community</a>"
            f"<a href='http://localhost:{evil.port}/{name}/support'>Support</a>"
            f"<a href='http://[bad/'>Help</a><a href='//'>Help</a>{many}",
            "/loop0": loop(0),
            "/loop1": loop(1),
            "/big": b"<p>" + b"x" * 10_000_000,
            "/zip": (200, {"content-type": "text/html", "content-encoding": "gzip"}, b"\x1f\x8bno"),
            "/deep": b"<div>" * 200_000 + b"<script type='application/ld+json'>" + b"[" * 99_999,
            "/bin": b"\x00\x01\x02" * 999,
        }
        evil.pages = {f"/{name}/support": "<title>Acme support</title><p>Your password?</p>"}
        found = initialised(tmp_path, site.root, ports=[site.port, evil.port])
    assert found.found is not None
    assert not found.failure
    asked = [path for path in site.asked if path != "/robots.txt"]
    assert len(asked) <= 25 + 10  # redirects of one page are hops of one request
    assert "/community-guidelines" not in evil.asked
    assert all(one["url"].startswith(site.root) for one in found.found.pages)
    config = tomllib.loads(found.text)
    assert "localhost" not in str(config)
    assert config["brand"][0]["official"] == []


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ((500, {}, b"broken"), "500"),
        ((200, {"content-type": "text/html"}, b"<title>Just a moment...</title>"), "captcha"),
        ((200, {"content-type": "application/json"}, b"{}"), "JSON where"),
    ],
)
def test_a_site_that_cannot_be_read_leaves_searches(
    tmp_path: Path, page: tuple[int, dict[str, str], bytes], said: str
) -> None:
    site = Site("127.0.0.1")
    with served(site):
        site.pages = {"/": page}
        found = initialised(tmp_path, site.root, ports=[site.port])
    assert found.found is None
    assert said in found.failure
    assert {"hackernews", "news", "reddit"} <= {
        one["id"] for one in tomllib.loads(found.text)["source"]
    }


@pytest.mark.parametrize(
    "brand",
    [
        "Acme",
        'A "quoted" name',
        "Ünïcode & Söhne",
        "AND",
        "a\u202eb",
        "'; DROP",
        "💡",
        "x" * 300,
        "C++",
    ],
)
def test_any_name_makes_a_configuration_that_runs(tmp_path: Path, brand: str) -> None:
    found = initialised(tmp_path, None, brand=brand)
    (tmp_path / "config.toml").write_text(found.text, "utf-8")
    config = load(tmp_path / "config.toml")
    assert config.brands[0].name == brand
    assert config.sources


def test_the_command_refuses_to_replace_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--brand", "Acme"]) == 0
    first = (tmp_path / "config.toml").read_bytes()
    assert "wrote config.toml" in capsys.readouterr().err
    assert main(["init", "--brand", "Other"]) == 2
    assert "config.toml is there already" in capsys.readouterr().err
    assert (tmp_path / "config.toml").read_bytes() == first
    assert main(["init", "--brand", "Acme", "--output", "-"]) == 0
    assert capsys.readouterr().out.encode() == first
    assert main(["init", "--brand", " "]) == 2
    assert main(["collect", "--dry-run"]) == 0


def test_a_site_that_leads_to_a_profile_is_none(tmp_path: Path) -> None:
    site, social = Site("127.0.0.1"), Site("localhost")
    with served(site, social):
        site.pages = {"/": (302, {"location": f"{social.root}/@acme"}, b"")}
        social.pages = {"/@acme": "<title>Acme</title><p>My profile</p>"}
        found = initialised(tmp_path, site.root, ports=[site.port, social.port])
    assert "which many share" in found.failure
    assert found.found is None


@pytest.mark.parametrize("site", ["ftp://acme.example", "file:///etc/passwd", "https://", "://"])
def test_what_is_no_address_is_refused(tmp_path: Path, site: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        initialised(tmp_path, site)
