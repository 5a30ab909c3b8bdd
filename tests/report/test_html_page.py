"""The page: whole, self-contained, and deaf to what outside text would have it do."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from solisten.report.html import render

if TYPE_CHECKING:
    from solisten.models.pack import Pack

VOID = {"meta", "br", "link", "img", "hr", "input"}
HOSTILE = (
    "</title></style><script>alert(1)</script><img src=x onerror='a()'>"
    '" onload="b() \u202e\x1b[0m {{ 7*7 }} <!--'
)


class Page:
    """Hold what a browser would find in a page."""

    def __init__(self, html: str) -> None:
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        parser = HTMLParser(convert_charrefs=True)
        for event, hear in (("starttag", self._starts), ("endtag", self._ends)):
            setattr(parser, f"handle_{event}", hear)
        vars(parser)["handle_data"] = self.words.append
        parser.feed(html)
        parser.close()

    def _starts(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attributes}) == len(attributes), tag
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def _ends(self, tag: str) -> None:
        assert self.open.pop() == tag

    @property
    def text(self) -> str:
        """Return the words, blanks collapsed."""
        return " ".join(" ".join(self.words).split())


def test_it_says_what_the_document_says(document: dict[str, Any], ladder_pack: Pack) -> None:
    page = Page(render([(document, ladder_pack)]))
    assert page.open == []
    for words in (
        "Stage 3 of 10: Socializing Media (established)",
        "The brand joins the conversation:",
        "These data could have shown up to 10.",
        "30 of 80 = 38 % (27–49) needs 29 %",  # noqa: RUF001
        "untagged_response_rate, required, -1.4 bits",
        "2 more of the 36 (16 instead of 14) for level 4.",
        "no day of the window was a burst: burst_response_rate",
        "Alerts, monitoring tools, reports to managers.",
        "3 needs were deleted after they were seen.",
        "Ahead of the gate: 4 Finding a Voice and a Sense of Purpose",
        "42 of 200 15–28 %",  # noqa: RUF001
        "1.2M",
    ):
        assert words in page.text


def test_every_rung_is_drawn_and_read_out(document: dict[str, Any], ladder_pack: Pack) -> None:
    document["ceiling"] = 7
    html = render([(document, ladder_pack)])
    rungs = re.findall(r'<li value="(\d+)" class="([^"]*)"', html)
    assert [int(number) for number, _ in rungs] == list(range(10, 0, -1))
    classes = {int(number): names.split() for number, names in rungs}
    assert classes[3] == ["in", "here"]
    assert [number for number in classes if "in" in classes[number]] == [5, 4, 3]
    assert [number for number in classes if "beyond" in classes[number]] == [10, 9, 8]
    assert html.count('class="hatch" width="0.4') == 1


def test_nothing_is_fetched_and_nothing_runs(document: dict[str, Any], ladder_pack: Pack) -> None:
    document["brand"] = document["level_name"] = HOSTILE
    document["warnings"] = [HOSTILE]
    document["coverage"][0] |= {"channel": HOSTILE, "network": HOSTILE}
    document["next"]["actions"][0]["text"] = HOSTILE
    document["metrics"][0]["network"] = HOSTILE
    urls = ("javascript:alert(1)", "data:text/html,x", 'https://a.example/"onclick="x', HOSTILE)
    for row in document["findings"]:
        for post, url in zip(row["evidence"], urls, strict=False):
            post |= {"excerpt": HOSTILE, "url": url, "at": HOSTILE}
    html = render([(document, ladder_pack)])
    page = Page(html)
    assert page.open == []
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)
    for tag, attributes in page.tags:
        assert tag not in {"script", "img", "link", "iframe", "object", "form", "base", "embed"}
        assert not any(name.startswith("on") or name in {"src", "srcset"} for name in attributes)
        assert tag != "a"
    assert re.findall(r"url\(([^)]*)\)", html) == ["#hatch"]
    assert "@import" not in html
    assert "{{ 7*7 }}" in page.text


def test_links_lead_to_the_web_only(document: dict[str, Any], ladder_pack: Pack) -> None:
    page = Page(render([(document, ladder_pack)]))
    links = [attributes for tag, attributes in page.tags if tag == "a"]
    assert links
    for link in links:
        assert str(link["href"]).startswith("https://")
        assert link["rel"] == "noopener nofollow ugc"


def test_several_models_share_a_page(
    document: dict[str, Any], ladder_pack: Pack, checklist: dict[str, Any], checklist_pack: Pack
) -> None:
    page = Page(render([(document, ladder_pack), (checklist, checklist_pack)]))
    identities = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(set(identities)) == len(identities)
    labels = {attributes.get("aria-labelledby") for _, attributes in page.tags} - {None}
    assert labels <= set(identities)
    assert page.text.count("Size is not maturity") == 1  # what the models share is said once


def test_a_checklist_shows_its_criteria(checklist: dict[str, Any], checklist_pack: Pack) -> None:
    page = Page(render([(checklist, checklist_pack)]))
    assert "9 Chain: not visible from outside" in page.text
    assert "2 met, 5 not met, 3 not visible from outside" in page.text
    assert "6 Peer support: met" in page.text


@pytest.mark.parametrize("key", ["next", "confidence", "metrics", "coverage", "warnings"])
def test_what_is_missing_is_left_out(document: dict[str, Any], ladder_pack: Pack, key: str) -> None:
    document[key] = None if key in {"next", "confidence"} else []
    assert Page(render([(document, ladder_pack)])).open == []
