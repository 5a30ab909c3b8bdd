"""Every attack on the estimate (INFERENCE D) is answered by something that the report shows."""

from __future__ import annotations

import html
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from stores import url_of

from solisten.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping

BRAND = "Brightsill"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return the estimate of the shipped sample by format, with `social_signon` not applicable."""
    folder = tmp_path_factory.mktemp("attacked")
    sample = files("solisten.sample")
    config = sample.joinpath("config.toml").read_text("utf-8")
    (folder / "config.toml").write_text(
        f'{config}\n[model]\nnot_applicable = ["social_signon", "returning_author_rate"]\n'
    )
    (folder / "posts.jsonl").write_bytes(sample.joinpath("posts.jsonl").read_bytes())
    where = ["--config", str(folder / "config.toml"), "--db", url_of(folder / "x.db")]
    assert main([*where, "import", str(folder / "posts.jsonl")]) == 0
    found = {}
    for kind in ("json", "text", "html"):
        file = folder / f"estimate.{kind}"
        asked = ["estimate", "--brand", BRAND, "--offline", "--format", kind, "--output", str(file)]
        assert main([*where, *asked]) == 0
        found[kind] = file.read_text("utf-8")
    return found


@pytest.fixture(scope="module")
def document(made: Mapping[str, str]) -> Mapping[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(made["json"])
    return found


@pytest.fixture(scope="module")
def text(made: Mapping[str, str]) -> str:
    return " ".join(made["text"].split())


@pytest.fixture(scope="module")
def page(made: Mapping[str, str]) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", made["html"])).split())


ANSWERS = {
    "you cannot see inside": (
        r"These data could have shown up to \d+",
        r"\((established|indicated)\)",
        r"Not visible from outside, for any brand",
        r"with what the owner declares|with declarations",
        r"observed [█▶ ]+with declarations [░◇ ]+With what the owner states|observed with declarat",
    ),
    "stages are no real scale": (
        r"\d+ of \d+ decided findings are out of step with level \d+ \(Guttman errors\)",
        r"agreement\W+\d+ %",
        r"Own evidence by level, in bits: 1 unseen, 2 \+\d+\.\d, 3 \+\d",
    ),
    "thresholds are arbitrary": (
        r"Of 200 draws, each with every bar moved by up to 30 %, (all|\d+) keep level \d+",
    ),
    "your sample is biased": (
        r"Leaving out one network at a time: without bluesky level \d+",
        r"Coverage",
        r"mastodon",
        r"[Ww]hat was not is unknown, not silent",
        r'\d+ of \d+ answered needs were followed by "DM us"',
    ),
    "small n": (r"37 of 59", r"49–74"),  # noqa: RUF001
    "sentiment is wrong": (
        r"Without what rests on word lists: level \d+",
        r"other languages are unscored, never neutral",
        r"empathy_rate.*?trust 0\.8",
        r"20 mentions drawn at random",
        r"complaint ?, negative \(-0\.\d\d\), en, answered after \d+ \w+",
    ),
    "it can be gamed": (
        r"[1-9]\d* of \d+ official replies are automatic acknowledgements",
        r"\d+ of \d+ answered needs got formulas alone",
        r"\d+ recommending texts came from three authors or more \(each counts as one voice\)",
        r"\d+ accounts were taken for spam",
    ),
    "big brands look better": (
        r"authors with the most followers .* points",
        r"no count weighs more than 50 cases",
    ),
    "validated on your own toy": (
        r"simulated brands, whose generators, seeds and figures are public",
        r"not yet by two independent raters",
    ),
    "one crisis decides": (
        r"With burst days counted like all others: level \d+",
        r"1 burst day is judged apart",
    ),
    "fans do the work": (r"required, \+\d", r"likely, \+\d"),
    "not everybody wants ten of ten": (r"not applicable .*?returning_author_rate",),
    "what decides it": (
        r"What decides most: \w+ \(the chance of at least \d+ is [<>]?\d+ %; were it unseen",
        r"The shortest way down: \d+",
    ),
}


@pytest.mark.parametrize(
    ("attack", "answer"), [(attack, one) for attack, found in ANSWERS.items() for one in found]
)
def test_the_report_answers_it_on_paper_and_on_the_page(
    attack: str, answer: str, text: str, page: str
) -> None:
    assert re.search(answer, text), attack
    loose = answer.replace("Not visible from outside, for any brand", "Not visible from outside")
    assert re.search(loose, page), attack


def test_every_bar_has_its_source_or_the_mark_of_a_choice(
    document: Mapping[str, Any], text: str, page: str
) -> None:
    for row in document["findings"]:
        assert row["source"], row["indicator"]
    assert "* our choice: no published share was found" in text
    assert "* marks one that is our choice" in page
    assert re.search(r"untagged_response_rate 8 of 22 .{0,20}20 %\*", text)
    assert re.search(r"response_rate 37 of 59 .{0,20}29 % ", text)


def test_what_is_not_applicable_is_never_met(document: Mapping[str, Any]) -> None:
    row = next(one for one in document["findings"] if one["indicator"] == "returning_author_rate")
    assert (row["verdict"], row["p"], row["bits"]) == ("not applicable", 0.5, 0.0)


def test_sentences_of_firmness_stand_in_the_document_too(document: Mapping[str, Any]) -> None:
    said = document["warnings"]
    assert sum(one.startswith("Sensitivity: ") for one in said) >= 5
    assert sum(one.startswith(("Profile: ", "Reach: ")) for one in said) == 2
    assert sum(one.startswith(("Gaming: ", "Private: ")) for one in said) == 2


def test_the_mentions_to_check_are_linked_and_nobody_chose_them(made: Mapping[str, str]) -> None:
    shown = made["html"].partition("mentions drawn at random")[2].partition("</ol>")[0]
    links = re.findall(r'<a href="(https://[^"]+)"', shown)
    assert len(links) == len(set(links)) == 20
    assert all(html.unescape(one) in "".join(made["text"].split()) for one in links)
    assert "By hand" not in made["json"]
