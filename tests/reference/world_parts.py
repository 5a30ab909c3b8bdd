"""The pieces of made-up worlds: threads, reviews, storms, edits, deletions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
import world_texts as texts

from solisten.nouns import Gone, Kind, Post, Visibility

if TYPE_CHECKING:
    from random import Random

MINUTE, HOUR, DAY = 60, 3_600, 86_400
FIRST_DAY = 20_000
DAYS = 35

PLACES = (
    ("forum", ""),
    ("forum", ""),
    ("board", "help"),
    ("board", "talk"),
    ("mastodon", "social.example"),
    ("mastodon", "other.example"),
    ("twitter", ""),
    ("hackernews", ""),
)
PEOPLE = ("ann", "ben", "Ben", "@cyd", "dan", "eve", "fay", "jim", "", "robot")
OFFICIALS = {
    "forum": ("acme", "AcmeHelp", "acmebilling", "globex", "acmefan"),
    "board": ("jane", "kim", "blog.acme.example"),
    "mastodon": ("acme", "acme@social.example"),
    "twitter": ("901", "902"),
    "hackernews": ("acme",),
}
NAMES = {"901": "@acme", "902": "@acmefan", "AcmeHelp": "Ana Silva", "kim": "Kim (Engineering)"}
MARKS = ("", "", "staff", "developer", "verified-domain")
WAITS = (-HOUR, 0, 1, 59, 120, 121, 600, HOUR, HOUR + 1, DAY - 1, DAY, 2 * DAY, 2 * DAY + 1)


@dataclass(slots=True)
class Maker:
    """Make posts with fresh ids; the same ids occur on several networks."""

    random: Random
    used: dict[str, int] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def moment(self) -> int:
        """Return a time of the 35 days; midnights and one o'clocks are frequent."""
        day = FIRST_DAY + self.random.randrange(DAYS)
        within = (0, 1, HOUR, DAY - 1, self.random.randrange(DAY))
        return day * DAY + self.random.choice(within)

    def add(self, network: str, at: int, text: str, **more: Any) -> Post:
        number = self.used[network] = self.used.get(network, 0) + 1
        fraction = self.random.choice((0.0, 0.0, 0.5))
        author = str(more.get("author", ""))
        more.setdefault("author_name", NAMES.get(author, ""))
        if more["author_name"] == "" and self.chance(10):
            more["author_name"] = "Acme Rockets"
        more.setdefault("lang", self.random.choice(("", "", "en")))
        made = Post(network=network, id=str(number), created_at=at + fraction, text=text, **more)
        self.posts.append(made)
        return made

    def person(self) -> str:
        return self.random.choice(PEOPLE)

    def official(self, network: str) -> str:
        return self.random.choice(OFFICIALS[network])


def add_thread(make: Maker) -> None:
    """Open a thread and let askers, peers and officials reply, one in five ways each."""
    network, channel = make.random.choice(PLACES)
    pool = make.random.choice((texts.ASKS, texts.ASKS, texts.TALK, texts.TOPICS))
    at = make.moment()
    root = "" if make.chance(80) else make.random.choice(("far", "1", "2"))
    opener = make.add(
        network, at, make.random.choice(pool), channel=channel, author=make.person(), thread=root
    )
    if make.chance(10):
        opener = make.posts[-1] = msgspec.structs.replace(opener, thread=opener.id)
    thread = [opener]
    for _ in range(make.random.choice((0, 0, 1, 1, 2, 3, 4))):
        thread.append(add_reply(make, thread))


def add_reply(make: Maker, thread: list[Post]) -> Post:
    opener, before = thread[0], make.random.choice(thread)
    role = make.random.choice(("official", "official", "asker", "peer"))
    network = opener.network
    text = make.random.choice(
        {"official": texts.ANSWERS, "asker": texts.RETURNS, "peer": texts.PEERS}[role]
    )
    author = {
        "official": make.official(network),
        "asker": opener.author,
        "peer": make.person(),
    }[role]
    quoted = " ".join(before.text.split()[: make.random.choice((5, 6, 7))])
    link: dict[str, str] = make.random.choice(
        (
            {"reply_to": before.id},
            {"reply_to": before.id},
            {"thread": opener.thread or opener.id},
            {"reply_to": before.id, "thread": opener.thread or opener.id},
            {"reply_to": "ghost"},
        )
    )
    at = int(before.created_at) + make.random.choice(WAITS)
    return make.add(
        network,
        at,
        text.replace("{asker}", opener.author.lstrip("@") or "ann").replace("{quote}", quoted),
        channel=opener.channel,
        kind=make.random.choice((Kind.REPLY, Kind.COMMENT)),
        author=author,
        author_bot=author == "robot",
        official=make.random.choice(MARKS) if role == "official" else "",
        accepted=make.chance(10),
        **link,
    )


def add_dialogue(make: Maker) -> None:
    """Let one asker and one or two official accounts take turns under each other's posts."""
    network, channel = make.random.choice(PLACES[:5])
    asker = make.random.choice(PEOPLE[:6])
    at = make.moment()
    ask = make.random.choice(texts.ASKS[:11])
    last = make.add(network, at, ask, channel=channel, author=asker, lang="en")
    for turn in range(make.random.choice((1, 2, 2, 3, 4))):
        official = turn % 2 == 0
        pool: tuple[str, ...] = texts.ANSWERS if official else texts.RETURNS
        if official and "dark mode" in ask:
            pool = texts.ANSWERS[6:8]
        at += make.random.choice(WAITS[1:10])
        last = make.add(
            network,
            at,
            make.random.choice(pool).replace("{asker}", asker.lstrip("@")),
            channel=channel,
            kind=Kind.REPLY,
            author=make.random.choice(OFFICIALS[network][:3]) if official else asker,
            reply_to=last.id,
            lang="en",
            accepted=make.chance(5),
        )


def add_original(make: Maker) -> None:
    network, channel = make.random.choice(PLACES)
    make.add(
        network,
        make.moment(),
        make.random.choice(texts.ORIGINALS),
        channel=channel,
        author=make.official(network),
        official=make.random.choice(MARKS),
        kind=make.random.choice((Kind.POST, Kind.POST, Kind.POST, Kind.REPOST, Kind.ARTICLE)),
    )


def add_review(make: Maker) -> None:
    """Write a review that may hold an answer: with text, a time, both or neither."""
    at = make.moment()
    answer: dict[str, Any] = {}
    if make.chance(50):
        answer["reply_text"] = make.random.choice(("", "We are sorry. ^AB", "Thanks for acme!"))
    if make.chance(40):
        answer["reply_at"] = at + make.random.choice(WAITS) + 0.25
    if answer and make.chance(30):
        answer["reply_author"] = make.random.choice(("Acme Support", "Ana Silva"))
    make.add(
        "app",
        at,
        make.random.choice((*texts.ASKS, *texts.TALK)),
        channel=make.random.choice(("com.acme", "com.globex", "com.other")),
        author=make.person(),
        kind=Kind.REVIEW,
        rating=float(make.random.randrange(1, 6)),
        **answer,
    )


def add_storm(make: Maker) -> None:
    """Let several people complain on one day; one text answers them, at once or later."""
    start = (FIRST_DAY + make.random.randrange(DAYS)) * DAY
    wait = make.random.choice((30, 120, 121, None))
    for number in range(make.random.choice((4, 6, 7, 8))):
        at = start + number * 600
        asked = make.add("forum", at, "@acme this is horrible, I hate it.", author=f"p{number}")
        if wait is not None:
            text = f"@p{number} we got it {number}"
            make.add("forum", at + wait, text, author="acme", reply_to=asked.id)


def add_spam(make: Maker) -> None:
    for number in range(make.random.choice((4, 5, 6))):
        text = texts.SPAM.format(number=number)
        make.add("forum", make.moment(), text, author=make.random.choice(("sid", "sid", "Sid")))
    if make.chance(50):
        make.add("app", make.moment(), "acme works", author="sid", kind=Kind.REVIEW)


def add_crowd(make: Maker) -> None:
    """Let fifty people name a brand, which is what official_presence begins to ask more for."""
    for number in range(50):
        make.add("forum", make.moment(), "I saw acme", author=f"c{number}")


def add_ring(make: Maker) -> None:
    """Let two to four people recommend in the same words."""
    for name in ("ann", "ben", "dan", "eve")[: make.random.choice((2, 3, 4))]:
        make.add("forum", make.moment(), texts.TALK[2], author=name)


def with_cycle(make: Maker) -> None:
    """Let two or three posts reply to each other in a circle."""
    at = make.moment()
    circle = [
        make.add("forum", at + make.random.choice((0, 0, 60)), make.random.choice(texts.ASKS))
        for _ in range(make.random.choice((1, 2, 3)))
    ]
    for number, post in enumerate(circle):
        place = make.posts.index(post)
        above = circle[(number + 1) % len(circle)]
        make.posts[place] = msgspec.structs.replace(
            post, reply_to=above.id, author=make.random.choice(("ann", "ben", "acme"))
        )


def versions_of(make: Maker, post: Post) -> list[Post | Gone]:
    """Return a post as it may arrive: once or again, edited, hidden, deleted."""
    arrivals: list[Post | Gone] = [post]
    if make.chance(15):
        arrivals.append(post)
    edits = make.random.choice((0, 0, 0, 0, 1, 2))
    arrivals += [edited(make, post, 10 * (number + 1)) for number in range(edits)]
    if make.chance(5):
        arrivals.append(msgspec.structs.replace(post, visibility=Visibility.FOLLOWERS))
    if make.chance(7):
        arrivals.append(Gone(network=post.network, id=post.id))
    return arrivals


def edited(make: Maker, post: Post, after: int) -> Post:
    """Return the post with other words, `after` seconds later."""
    return msgspec.structs.replace(
        post,
        edited_at=post.created_at + after,
        text=make.random.choice((*texts.ASKS, *texts.TALK, *texts.ANSWERS[:4])),
        created_at=post.created_at + make.random.choice((0, 0, 5)),
    )
