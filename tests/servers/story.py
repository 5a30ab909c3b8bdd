"""What people say about a kettle in two days, the same on every server."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

START = 1_767_603_600  # 2026-01-05T09:00:00Z
HOUR = 3_600
DAY_ONE = START + 21 * HOUR
"""When the first day has been told."""
DAY_TWO = START + 26 * HOUR
LATER = START + 34 * HOUR
"""When the threads of the first morning are asked for again: 26 hours after they began."""
CUSTOMERS = ("alice", "bob", "carol")
ACCOUNTS: Mapping[str, str] = {
    "alice": "Alice Moreno",
    "bob": "Bob Okafor",
    "carol": "Carol Lindqvist",
    "acmehelp": "Acme Support",
    "globexcare": "Globex Care",
}
BRANDS: Mapping[str, str] = {"Acme": "acmehelp", "Globex": "globexcare"}
WORDS = (
    ("Acme", "My Acme kettle leaks again after two weeks, please help, note {} #acme"),
    ("", "Love the new Acme kettle, best tea so far, note {} #acme"),
    ("Acme", "Is the lid of the Acme kettle dishwasher safe? Note {} #acme"),
    (
        "",
        "Acme kettle seen at the café \u2013 naïve 日本 🫖, note {} #acme",
    ),
    ("Acme", "Acme, how do I open the filter of the kettle? Note {} #acme"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One post: its key, who said what, in answer to which key, when (epoch seconds).

    `need` names the brand that it needs something of.
    """

    key: str
    author: str
    text: str
    t: int
    parent: str = ""
    root: str = ""
    need: str = ""


def first_day() -> list[Said]:
    """Return 40 openers, one each half hour, and their 29 replies, the oldest first."""
    found: list[Said] = []
    for number in range(40):
        found += _thread(number)
    chain = (("bob", "It even whistles in tune, note 1"), ("acmehelp", "You made our day, note 1"))
    parent = "r01.c"
    for place, (author, text) in enumerate(chain):
        key = f"r01.{place}"
        found.append(Said(key, author, text, START + 1_800 + 600 * (place + 1), parent, "r01"))
        parent = key
    return sorted(found, key=lambda one: one.t)


def _thread(number: int) -> list[Said]:
    key, author, t = f"r{number:02}", CUSTOMERS[number % 3], START + 1_800 * number
    if number % 10 == 9:
        text = f"My Globex toaster is broken, it burns everything, note {number} #globex"
        answer = f"Please turn note {number} to three"
        told = [Said(key, author, text, t, root=key, need="Globex")]
        if number % 20 == 9:
            told.append(Said(f"{key}.o", "globexcare", answer, t + 2_400, key, key))
        return told
    kind, words = WORDS[number % 5]
    found = [Said(key, author, words.format(number), t, root=key, need=kind)]
    if kind and number % 3:
        answered = t + 300 + 180 * number
        text = f"Sorry to hear that, we are looking into note {number}"
        found.append(Said(f"{key}.o", "acmehelp", text, answered, key, key))
        if number % 4 == 0:
            text = f"Thank you, that solved note {number}"
            found.append(Said(f"{key}.t", author, text, answered + 900, f"{key}.o", key))
    if number % 5 == 1:
        peer = CUSTOMERS[(number + 1) % 3]
        found.append(Said(f"{key}.c", peer, f"Same here, note {number}", t + 420, key, key))
    return found


def second_day() -> list[Said]:
    """Return a new need and a late answer to the very first."""
    t = START + 24 * HOUR
    late = "Sorry for the late answer, a new seal for note 0 is on its way"
    return [
        Said("r40", "bob", WORDS[0][1].format(40), t, root="r40", need="Acme"),
        Said("r00.o", "acmehelp", late, t + 1_800, "r00", "r00"),
    ]


AUTHORS = {one.key: one.author for one in (*first_day(), *second_day())}
EDITED = {"r03": WORDS[3][1].format(3) + " (edited: the blue one)"}
DELETED = ("r08", "r11.c")


def afterwards(posts: Sequence[Said], *, edits: bool = True, deletions: bool = True) -> list[Said]:
    """Return what is live after the second day, as far as a server shows it."""
    found = [
        replace(one, text=EDITED[one.key]) if edits and one.key in EDITED else one
        for one in (*posts, *second_day())
    ]
    return [one for one in found if not deletions or one.key not in DELETED]


def waits(posts: Sequence[Said], brand: str) -> dict[str, int | None]:
    """Return by key how many seconds each need waited for its first answer; None: for ever."""
    answers: dict[str, int] = {}
    for one in posts:
        if one.author == BRANDS[brand] and one.parent:
            answers[one.parent] = min(one.t, answers.get(one.parent, one.t))
    return {
        p.key: answers[p.key] - p.t if p.key in answers else None for p in posts if p.need == brand
    }
