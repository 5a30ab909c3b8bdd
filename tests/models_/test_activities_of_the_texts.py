"""No activity, phase, criterion, level or requirement of the texts is missing from the packs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from solisten.models.registry import load_all

if TYPE_CHECKING:
    from pathlib import Path

    from solisten.models.pack import Activity, Criterion, Level

PACKS = load_all()
SOLIS = "001_6f43fe5efbdffb31.txt"
PERSON = "000_3500be0670b6de4d.txt"
GROUND = "002_d03b507ae0e655eb.txt"
OWYANG = "003_ddc64e9bd825a174.txt"
ALTIMETER = "004_26e680e6a1bdb245.txt"
TITLES = {"solis": SOLIS, "be-a-person": PERSON, "fresh-ground": GROUND, "owyang": OWYANG}
TITLES |= {"altimeter": ALTIMETER, "altimeter-readiness": ALTIMETER}


class Named(NamedTuple):
    """Say that the words on that line are activity `activity` at `place`, judged as `how`."""

    pack: str
    file: str
    line: int
    words: str
    place: int
    activity: str
    how: str  # inferred, declared or unseen; "" is the level or criterion itself


def rows(pack: str, file: str, table: str) -> list[Named]:
    """Read `line | words | place | activity | how`, one a line."""
    cells = [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]
    return [Named(pack, file, int(a), b, int(c), d, how) for a, b, c, d, how in cells]


LIST = [
    *rows(
        "solis",
        SOLIS,
        """
         29 | Observe and Report                      |  1 |                      |
         33 | Listening:                              |  1 | Listening            | declared
         35 | Reporting:                              |  1 | Reporting            | declared
         37 | Setting the Stage + Dress Rehearsal     |  2 |                      |
         43 | Presence:                               |  2 | Presence             | inferred
         45 | Analysis:                               |  2 | Analysis             | declared
         47 | Socializing Media                       |  3 |                      |
         53 | Conversation:                           |  3 | Conversation         | inferred
         55 | Rapid Response:                         |  3 | Rapid Response       | inferred
         57 | Metrics:                                |  3 | Metrics              | declared
         59 | Finding a Voice and a Sense of Purpose  |  4 |                      |
         63 | Research:                               |  4 | Research             | inferred
         65 | Strategic Visibility:                   |  4 | Strategic Visibility | inferred
         67 | Relevance:                              |  4 | Relevance            | inferred
         69 | Putting Words into Action               |  5 |                      |
         73 | Empathy:                                |  5 | Empathy              | inferred
         75 | Purpose:                                |  5 | Purpose              | inferred
         77 | Humanizing the Brand and Defining       |  6 |                      |
         83 | The Humanization of the Brand           |  6 | Branding             | inferred
         85 | Experience:                             |  6 | Experience           | inferred
         87 | Community                               |  7 |                      |
         93 | Community Building/Recruitment:         |  7 | Community Building   | inferred
         93 | Community Building/Recruitment:         |  7 | Recruitment          | inferred
         95 | Social Darwinism                        |  8 |                      |
        101 | Adaptation:                             |  8 | Adaptation           | inferred
        103 | Organizational Transformation:          |  8 | Organizational Tra   | inferred
        105 | The Socialization of Business Processes |  9 |                      |
        111 | Social CRM (SRM):                       |  9 | Social CRM           | inferred
        111 | Social CRM (SRM):                       |  9 | SRM                  | inferred
        113 | Business Performance Metrics            | 10 |                      |
        119 | ROI:                                    | 10 | ROI                  | inferred
        """,
    ),
    *rows(
        "be-a-person",
        PERSON,
        """
         3 | Share of Conversation               |  3 | Share of Conversation          | unseen
         9 | Observe and Report                  |  1 |                                |
        10 | Social Media Listening              |  1 | Social Media Listening         | declared
        10 | reports back to executives          |  1 | Reporting back to executives   | declared
        11 | Setting the Stage + Dress Rehearsal |  2 |                                |
        12 | creating accounts                   |  2 | Creating accounts              | inferred
        12 | track numbers of followers          |  2 | Tracking followers             | declared
        13 | Socializing Media                   |  3 |                                |
        14 | use this feedback to improve        |  3 | Using reactions                | inferred
        14 | converse with your community        |  3 | Conversing with the community  | inferred
        14 | identify supporters                 |  3 | Identifying supporters         | unseen
        14 | mentions, traffic, and reach        |  3 | Tracking conversations         | declared
        15 | Finding a Voice and a Sense of      |  4 |                                |
        16 | integrate their ideas and energy    |  4 | Understanding the community    | inferred
        16 | negative and neutral commentary     |  4 | Tracking negative and neutral  | inferred
        16 | most relevant and productive        |  4 | Focusing on the most relevant  | inferred
        17 | Turning Words Into Actions          |  5 |                                |
        18 | empathy                             |  5 | Empathy                        | inferred
        18 | sense of purpose                    |  5 | Sense of purpose               | inferred
        19 | Humanizing the Organization and     |  6 |                                |
        20 | Be a Person (Not an Organization)   |  6 | Letting people's voices be hea | inferred
        20 | evangelists are shaping it          |  6 | Evangelists shape the story    | inferred
        20 | redefining the experience           |  6 | Redefining the experience      | inferred
        21 | Stage 7: Community                  |  7 |                                |
        22 | defines community as an investment  |  7 | Community                      | inferred
        22 | potential ambassadors               |  7 | Reaching out to potential amb  | inferred
        23 | Social Darwinism                    |  8 |                                |
        24 | adapt and improve its products      |  8 | Adapting products, services    | inferred
        24 | internal collaboration              |  8 | Internal collaboration         | inferred
        24 | interconnected network of evangel   |  8 | Network of evangelists inside  | unseen
        25 | The Socialization of Business Pro   |  9 |                                |
        26 | (SCRM)                              |  9 | Social Customer Relationship   | inferred
        26 | are equal                           |  9 | All people in the community    | inferred
        27 | Business Performance Metrics        | 10 |                                |
        28 | ROI                                 | 10 | Business performance metrics   | inferred
        34 | social media for internal relat     |  8 | Internal collaboration         | inferred
        """,
    ),
    *rows(
        "fresh-ground",
        GROUND,
        """
        15 | Authoritarian                     | 1 |                                |
        15 | central voice                     | 1 | Central voice                  | unseen
        16 | Inclusive                         | 2 |                                |
        16 | journalistic-style content        | 2 | Journalistic content           | inferred
        16 | interacting with the social world | 2 | Interaction                    | inferred
        16 | listening to the Twitter stream   | 2 | Listening                      | declared
        17 | Collaborative                     | 3 |                                |
        17 | answering queries                 | 3 | Answering queries              | inferred
        17 | more customer-facing departments  | 3 | Customer-facing departments    | inferred
        17 | starting conversations            | 3 | Starting and continuing        | inferred
        17 | Measurement gets put in place     | 3 | Measurement                    | declared
        18 | Phase 4: Social                   | 4 |                                |
        18 | a hub of a community              | 4 | Hub of a community             | inferred
        18 | army of employees                 | 4 | Employees take part            | inferred
        18 | employees, customers, partners    | 4 | Tools for employees, customers | declared
        18 | create new products               | 4 | Products and services          | inferred
        """,
    ),
    *rows(
        "owyang",
        OWYANG,
        """
         5 | Clear understanding of customers       |  1 |                              |
         5 | socialgraphics                         |  1 | Socialgraphics               | declared
         6 | adjust budgets                         |  1 | True test                    | unseen
         6 | Hub and Spoke, Dandelion, or Holistic  |  2 |                              |
         6 | Hub and Spoke, Dandelion, or Holistic  |  2 | Hub and Spoke                | inferred
         7 | Friday evening                         |  2 | True test                    | inferred
         7 | Corporate website integration          |  3 |                              |
         7 | Social sign on                         |  3 | Social sign on               | declared
         8 | disable your corporate registration    |  3 | True test                    | unseen
         8 | Personalized corporate website based   |  4 |                              |
         8 | customized experience                  |  4 | Personalized website         | declared
         9 | friends emerge above that of the brand |  4 | True test                    | unseen
         9 | Thriving advocacy program              |  5 |                              |
         9 | advocacy program                       |  5 | Advocacy program             | inferred
        10 | existing customers                     |  5 | True test                    | unseen
        10 | A community of customers supports      |  6 |                              |
        10 | self-supporting each other             |  6 | Customers support each other | inferred
        11 | faster, with greater satisfaction      |  6 | True test                    | inferred
        11 | Anticipation of prospects and custo    |  7 |                              |
        11 | anticipate before a customer           |  7 | Anticipation                 | inferred
        12 | before the consideration phase         |  7 | True test                    | unseen
        12 | Innovation of new products with        |  8 |                              |
        12 | Ideastorm or Uservoice                 |  8 | Innovation with customers    | inferred
        13 | faster time to market                  |  8 | True test                    | unseen
        13 | Supply chain is influenced by social   |  9 |                              |
        13 | Supply chain                           |  9 | Supply chain                 | declared
        14 | adjust your supply chain in real time  |  9 | True test                    | unseen
        14 | Real time reporting of revenues        | 10 |                              |
        14 | Real time reporting                    | 10 | Real time reporting          | inferred
        15 | Real time dashboard                    | 10 | True test                    | unseen
        28 | focus on internal communication        |  2 | Internal + internal          | declared
        35 | Internal+internal connections          |  2 | Internal + internal          | declared
        47 | Traditional Business Intelligence      | 10 | BI uses social data          | unseen
        """,
    ),
    *rows(
        "altimeter",
        ALTIMETER,
        """
        25 | models of organization        | 3 | Organisational model           | inferred
        28 | foundational level            | 1 |                                |
        28 | set business objectives       | 1 | Business objectives            | unseen
        28 | policies                      | 1 | Policies                       | inferred
        28 | provide access                | 1 | Access to the tools            | unseen
        28 | educate employees             | 1 | Education of employees         | declared
        34 | Safety first                  | 2 |                                |
        35 | dedicated team                | 2 | Dedicated team                 | inferred
        35 | defined workflow              | 2 | Defined workflow               | inferred
        35 | crises preparation plan       | 2 | Crisis preparation             | inferred
        35 | social media triage plan      | 2 | Crisis preparation and triage  | inferred
        35 | contract [with employees]     | 2 | Contract with employees        | unseen
        38 | formation level               | 3 |                                |
        38 | asset inventory               | 3 | Asset inventory                | inferred
        38 | share best practices          | 3 | Sharing best practices         | unseen
        38 | center of excellence          | 3 | Center of excellence           | declared
        43 | enablement                    | 4 |                                |
        43 | continually measure their use | 4 | Continual measurement          | inferred
        45 | monthly metrics               | 4 | Continual measurement          | inferred
        43 | empowering workers            | 4 | Empowered workers              | inferred
        43 | across corporate functions    | 4 | Across corporate functions     | inferred
        45 | hub and that rewards          | 4 | Self-serve hub and rewards     | unseen
        47 | enlightenment                 | 5 |                                |
        48 | entire company                | 5 | The whole company              | inferred
        52 | customer support              | 5 | Executives in customer support | unseen
        52 | customers are going to need   | 5 | Predicting what customers      | inferred
        52 | employees are going to need   | 5 | Predicting what employees      | unseen
        """,
    ),
    *rows(
        "altimeter-readiness",
        ALTIMETER,
        """
        17 | employee policy      | 1 | Employee policy              | inferred
        18 | Internal education   | 2 | Internal education           | declared
        19 | moderation or review | 3 | Moderation or review process | declared
        20 | listens and monitors | 4 | Listening team               | inferred
        21 | triage plan          | 5 | Triage plan                  | inferred
        22 | top influencers      | 6 | Identifying top influencers  | inferred
        23 | community guidelines | 7 | Community guidelines         | inferred
        """,
    ),
]


def place_of(one: Named) -> Level | Criterion:
    pack = PACKS[one.pack]
    found = pack.level(one.place) or pack.criterion(one.place)
    assert found is not None, f"{one.pack} has no {one.place}"
    return found


def places(name: str) -> list[Level | Criterion]:
    return [*PACKS[name].levels, *PACKS[name].criteria]


def judged_as(activity: Activity) -> str:
    if activity.indicators:
        return "inferred"
    return "declared" if activity.declared else "unseen"


@pytest.mark.parametrize("one", LIST, ids=lambda one: f"{one.pack}-{one.line}-{one.words}")
def test_what_the_text_names_is_in_the_pack(one: Named) -> None:
    found = [row for row in place_of(one).activities if row.name.startswith(one.activity)]
    if not one.activity:
        assert place_of(one).name
        return
    assert len(found) == 1
    activity = found[0]
    assert judged_as(activity) == one.how
    assert (activity.observable != "no") == bool(activity.indicators)
    if one.how != "inferred":
        assert activity.note, f"{one.activity}: no reason why nobody outside can see it"


@pytest.mark.parametrize("one", LIST, ids=lambda one: f"{one.pack}-{one.line}-{one.words}")
def test_the_text_says_so_on_that_line(one: Named, shared: Path) -> None:
    lines = (shared / "sources" / one.file).read_text(encoding="utf-8").split("\n")
    assert one.words.casefold() in lines[one.line - 1].casefold()


@pytest.mark.parametrize("name", PACKS)
def test_nothing_is_added_that_no_text_names(name: str) -> None:
    named = {(one.place, one.activity) for one in LIST if one.pack == name and one.activity}
    for place in places(name):
        for activity in place.activities:
            starts = [word for at, word in named if at == place.number]
            assert any(activity.name.startswith(word) for word in starts), activity.name


@pytest.mark.parametrize("name", TITLES)
def test_every_level_and_criterion_says_what_a_reader_needs(name: str) -> None:
    for one in places(name):
        for key in ("means", "shows", "cannot_be_seen", "source", "gaming", "advice"):
            assert getattr(one, key).strip(), f"{name} {one.number} has no {key}"
        assert one.activities
    for criterion in PACKS[name].criteria:
        assert criterion.test
        assert criterion.why


@pytest.mark.parametrize("name", TITLES)
def test_a_source_names_lines_that_speak_of_it(name: str, shared: Path) -> None:
    """The lines that the list gives for a level stand in that level's own source."""
    lines = (shared / "sources" / TITLES[name]).read_text(encoding="utf-8").split("\n")
    for one in places(name):
        stated = {int(word) for word in re.findall(r"\d+", one.source.split(", line", 1)[1])}
        listed = {row.line for row in LIST if row.pack == name and row.place == one.number}
        assert stated & listed, f"{name} {one.number}: {one.source}"
        assert all(lines[line - 1].strip() for line in stated)


def test_no_explanation_repeats_a_run_of_the_texts_words(shared: Path) -> None:
    """Names carry over, explanations do not: no ten words in a row are the text's."""
    for name, file in TITLES.items():
        text = (shared / "sources" / file).read_text(encoding="utf-8")
        source = " ".join(re.findall(r"\w+", text.casefold()))
        for one in places(name):
            for key in ("means", "shows", "cannot_be_seen", "gaming", "advice"):
                words = re.findall(r"\w+", getattr(one, key).casefold())
                runs = [" ".join(words[at : at + 10]) for at in range(len(words) - 9)]
                assert not [run for run in runs if run in source], f"{name} {one.number} {key}"
