"""Where an answer was judged, the answer is shown, not the need."""

from __future__ import annotations

from contextlib import closing

from solisten.config import Account, Brand, Channel, Config
from solisten.nouns import Kind, Post
from solisten.query import parse
from solisten.store.database import IN_MEMORY, open_database
from solisten.store.evidence import Shown, Wanted, evidence
from solisten.store.save import lens_of, save

START = 20_000 * 86_400.0
ACME = Brand(
    name="Acme",
    query=parse("acme"),
    official=(Account("forum", "", "acme"),),
    hosts=(Channel("app", "com.acme"),),
)
POSTS = [
    Post(
        network="forum",
        id="q",
        created_at=START,
        author="ann",
        text="@acme it never works",
        lang="en",
    ),
    Post(
        network="forum",
        id="a",
        created_at=START + 60,
        author="acme",
        reply_to="q",
        text="I am sorry, case 47110 is with our engineers",
        lang="en",
        url="https://forum.example/a",
    ),
    Post(
        network="app",
        id="r",
        created_at=START,
        author="ben",
        kind=Kind.REVIEW,
        channel="com.acme",
        text="It crashes",
        lang="en",
        url="https://app.example/r",
        reply_text="Sorry! Which phone is it?",
        reply_author="Acme",
    ),
]


def shown(name: str) -> list[Shown]:
    with closing(open_database(IN_MEMORY)) as database:
        with database.writing() as connection:
            save(connection, lens_of(Config(brands=(ACME,))), POSTS)
        with database.reading() as connection:
            days = range(20_000, 20_010)
            return evidence(connection, "Acme", days, {name: Wanted()}, frozenset())[name]


def test_the_answer_is_shown_with_its_review_s_address() -> None:
    found = {one.id: one for one in shown("empathy_rate")}
    assert set(found) == {"a", "r#answer"}
    assert found["a"].text.startswith("I am sorry")
    assert found["r#answer"].text == "Sorry! Which phone is it?"
    assert found["r#answer"].url == "https://app.example/r"


def test_a_hand_over_is_shown_where_it_was_said_and_its_absence_at_the_need() -> None:
    assert {(one.id, one.success) for one in shown("case_handoff_rate")} == {
        ("a", True),
        ("r", False),
    }


def test_whether_a_need_was_answered_is_shown_at_the_need() -> None:
    assert {one.id for one in shown("response_rate")} == {"q", "r"}
