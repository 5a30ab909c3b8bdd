"""The links of declared evidence, on a site that we serve: what they bear out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from site_server import Site, served
from stores import url_of

from solisten.cli import main
from solisten.cli.context import Context
from solisten.pipeline.links import BROKEN, MONTH, look_at_links
from solisten.pipeline.session import session
from solisten.store import links
from solisten.web import Manners

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from solisten.store.links import Link

NOW = 1_780_000_000.0  # 2026-05-28
AT_ONCE = Manners(pause=0.0)
REPORT = "<title>Care report</title><p>Our cost-to-serve on Twitter fell by a tenth.</p>"
OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
    b"<</Length 46>>stream\nBT /F 9 Tf (What social is worth: our ROI) Tj ET\nendstream",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)
POST = {"network": "forum", "id": "1", "author": "ana", "text": "Acme, why does it fail?"}


def pdf() -> bytes:
    """Return a PDF of one sheet."""
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(OBJECTS, 1):
        places.append(len(body))
        body += b"%d 0 obj%bendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF"
    return body + end % (table, len(body))


def links_of(folder: Path) -> Callable[[str], Link]:
    def found(url: str) -> Link:
        place = Context(folder / "config.toml", None, NOW)
        with session(place) as opened, opened.database.reading() as connection:
            return links.latest(connection, "Acme", {url})[url]

    return found


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site("127.0.0.1")
    with served(found):
        yield found


def configured(folder: Path, site: Site, *declared: tuple[str, str]) -> Context:
    """Write a configuration that declares terms with the paths of their links."""
    rows = "".join(
        f'[[brand.declared]]\nindicator = "{term}"\nstatement = "So it is"\ndate = 2026-05-01\n'
        f'link = "{path if "://" in path else site.root + path}"\n'
        for term, path in declared
    )
    (folder / "config.toml").write_text(
        f"[collector]\nallow_private = true\nports = [{site.port}]\n"
        f'[store]\nurl = "{url_of(folder / "solisten.db")}"\n'
        f'[[brand]]\nname = "Acme"\nquery = "acme"\n{rows}',
        "utf-8",
    )
    return Context(folder / "config.toml", None, NOW)


def asked(place: Context, at: float) -> int:
    with session(place) as opened:
        return look_at_links(opened, opened.config.brands, clock=lambda: at, manners=AT_ONCE)


ANSWERS: dict[str, tuple[Any, str]] = {
    "page": (REPORT, "bears it out since 2026-05-28"),
    "pdf": ((200, {"content-type": "application/pdf"}, pdf()), "bears it out since 2026-05-28"),
    "text": (
        (200, {"content-type": "text/plain"}, b"Social: ROI of 7."),
        "bears it out since",
    ),
    "moved": ((302, {"location": "/page"}, b""), "bears it out since"),
    "other talk": ("<p>Our ROI is 7, says the annual report.</p>", "does not bear it out (none of"),
    "no word": ("<title>Jobs</title><p>Heroic people wanted.</p>", "does not bear it out (none of"),
    "gone": ((404, {}, b"our ROI"), "cannot be read since 2026-05-28 (gone (404)"),
    "closed": ((403, {}, b"our ROI"), "cannot be read since 2026-05-28 (denied (403)"),
    "accepted": ((202, {"content-type": "text/plain"}, b"our ROI"), "(it answers 202)"),
    "log-in": ("<title>Log in</title><p>ROI</p><input type=password>", "a log-in form"),
    "crooked": ((200, {"content-type": "application/pdf"}, b"%PDF-1.4 ROI"), "a PDF that cannot"),
    "picture": ((200, {"content-type": "image/png"}, b"\x89PNG ROI"), "cannot be read since"),
    "empty": ("<title></title><script>ROI</script>", "cannot be read since"),
    "secret": (REPORT, "robots"),
}


def test_each_answer_is_believed_as_far_as_it_goes(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages = {f"/{name.replace(' ', '')}": page for name, (page, _) in ANSWERS.items()}
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /secret"
    paths = [f"/{name.replace(' ', '')}" for name in ANSWERS]
    place = configured(tmp_path, site, *(("roi_reporting", path) for path in paths))
    assert asked(place, NOW) == len(ANSWERS)
    assert "/secret" not in site.asked
    document = _estimate(tmp_path, capsys)
    told = [one for one in document["warnings"] if one.startswith("Declared: roi_reporting")]
    assert len(told) == len(ANSWERS)
    for sentence, path, (name, (_, said)) in zip(told, paths, ANSWERS.items(), strict=True):
        assert said in sentence, (name, sentence)
        assert sentence.endswith(site.root + path), name
        assert ("believed at 0.75" in sentence) == ("bears it out since" in said), name
    assert '"Care report Our cost-to-serve on Twitter fell by a tenth."' in told[0]


def _estimate(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    posts = folder / "posts.jsonl"
    posts.write_text(json.dumps({**POST, "created_at": "2026-05-20T00:00:00Z"}), "utf-8")
    where = ["--config", str(folder / "config.toml")]
    assert main([*where, "import", str(posts)]) == 0
    capsys.readouterr()
    asking = ["estimate", "--brand", "Acme", "--format", "json", "--as-of", "2026-06-01", *options]
    assert main([*where, *asking]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_estimate_asks_once_and_offline_says_that_nobody_did(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages = {"/report": REPORT}
    configured(tmp_path, site, ("roi_reporting", "/report"))
    silent = _estimate(tmp_path, capsys, "--offline")
    assert site.asked == []
    (told,) = [one for one in silent["warnings"] if one.startswith("Declared: ")]
    assert "believed at 0.6 " in told
    assert "Its link was not checked: " in told
    proven = _estimate(tmp_path, capsys)
    assert site.asked == ["/robots.txt", "/report"]
    (told,) = [one for one in proven["warnings"] if one.startswith("Declared: ")]
    assert "believed at 0.75 " in told
    assert proven["facts_revision"] != silent["facts_revision"]
    assert (proven["level"], proven["at_least"]) == (silent["level"], silent["at_least"])
    again = _estimate(tmp_path, capsys)
    assert again == proven
    assert site.asked == ["/robots.txt", "/report"]


def test_a_link_is_asked_again_each_month_and_a_broken_one_each_day(
    tmp_path: Path, site: Site
) -> None:
    site.pages = {"/report": REPORT}
    place = configured(tmp_path, site, ("roi_reporting", "/report"), ("style_guide", "/report"))
    url = f"{site.root}/report"
    found = links_of(tmp_path)
    assert asked(place, NOW) == 1
    assert asked(place, NOW + MONTH - 60) == 0
    assert site.asked.count("/report") == 1
    assert asked(place, NOW + MONTH) == 0  # asked, and the same
    assert (found(url).at, found(url).seen) == (NOW, NOW + MONTH)
    del site.pages["/report"]
    assert asked(place, NOW + 2 * MONTH) == 1
    assert found(url).failure.startswith("gone (404)")
    assert asked(place, NOW + 2 * MONTH + 60) == 0
    assert site.asked.count("/report") == 3
    site.pages["/report"] = REPORT.replace("a tenth", "a fifth")
    assert asked(place, NOW + 2 * MONTH + BROKEN) == 1
    assert "a fifth" in found(url).said
    with session(place) as opened, opened.database.reading() as connection:
        then = [
            links.latest(connection, "Acme", {url}, int(NOW + at))[url].failure[:4]
            for at in (-9, 1, 2 * MONTH + 1, 3 * MONTH)
        ]
    assert then == ["", "", "gone", ""]


def test_doctor_names_a_broken_link(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages = {"/report": REPORT}
    place = configured(tmp_path, site, ("roi_reporting", "/report"), ("style_guide", "/gone"))
    assert asked(place, NOW) == 2
    capsys.readouterr()
    assert main(["--config", str(place.config), "doctor"]) == 4
    shown = " ".join(capsys.readouterr().out.split())
    assert f'declared link of "Acme": {site.root}/gone' in shown
    assert f"{site.root}/report" not in shown


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "no address", "http://127.0.0.1:1/x", "http://[::1]/"]
)
def test_what_may_not_be_asked_is_said_to_be_so(tmp_path: Path, site: Site, link: str) -> None:
    place = configured(tmp_path, site, ("roi_reporting", "/x" if link == "no address" else link))
    text = place.config.read_text("utf-8").replace(f"{site.root}/x", "no address")
    place.config.write_text(text.replace("allow_private = true", "allow_private = false"), "utf-8")
    assert asked(place, NOW) == 1
    assert links_of(tmp_path)(link).failure
    assert site.asked == []
