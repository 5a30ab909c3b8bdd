"""The desk of the ticket generator: what gets into the queue, who serves it, and what is said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from simulated_networks import called
from simulated_nouns import DAY, HOUR, Draft, Family, iso
from tickets_nouns import Office, State, Ticket, post
from tickets_public import NEEDS, comes_back

if TYPE_CHECKING:
    from simulated_networks import Place
    from tickets_world import Company

_PATIENCE = 40 * HOUR  # a ticket that waited much longer is not answered any more


def house(company: Company, lang: str) -> dict[str, str]:
    """Return the words that only the company fills: its links, numbers and people."""
    rng = company.rng
    tag = f"?utm_source={rng.choice('abc')}&utm_campaign=c{rng.randrange(9)}"
    site = f"https://www.{company.slug}.example"
    tagged = tag if company.follows("tag") else ""
    talk = f"https://t.me/{company.slug}_club/{rng.randrange(999)}"
    if rng.random() < 0.5:
        talk = f"https://forum.{company.slug}.example/t/{rng.randrange(9999)}"
    return {
        "site": site,
        "shop": f"{site}/shop/{rng.randrange(60)}{tagged}",
        "place": talk if company.follows("alive") else f"{site}/info/{rng.randrange(60)}{tagged}",
        "case": f"{rng.choice(('SR', 'T', 'CAS'))}-{rng.randrange(10_000, 99_999)}",
        "desk": company.speech.word(lang, "desk"),
        "code": f"{company.slug[:4].upper()}{rng.randrange(5, 50)}",
        "hours": str(rng.choice((2, 4, 6, 12, 24))),
        "fan": "you all",
    }


def enters(office: Office, ticket: Ticket, t: float) -> None:
    """Decide by the company's rules whether a thread becomes work, and how urgent."""
    company, rules = office.company, office.company.rules
    if not ticket.place.present:
        return
    if company.order.family is Family.AUTO_ACK and ticket.tagged and ticket.intent in NEEDS:
        auto = company.speech.lines[ticket.person.lang]["auto"]
        office.later(t + company.rng.randrange(2, 100),
                     partial(_says, office, ticket, ticket.opener, auto[0], "auto"))  # fmt: skip
    chance = {State.TOPIC: max(rules["topics"], rules["outreach"])}.get(ticket.state, 0.0)
    if ticket.state is State.NEW:
        both = 1 - (1 - rules["reply"]) * (1 - rules["all"])
        chance = both if ticket.tagged else rules["scan"]
    elif ticket.state is State.PRAISE:
        chance = rules["thank"] * (0.2 if ticket.intent == "chatter" else 1.0)
    if company.rng.random() >= chance:
        return
    keen = ticket.state is State.TOPIC and company.rng.random() < rules["outreach"] / chance
    urgency = 0 if keen else {State.NEW: 1, State.PRAISE: 3, State.TOPIC: 3}[ticket.state]
    office.wait(ticket, t, urgency)


def serves(office: Office, ticket: Ticket, t: float) -> bool:
    """Handle one ticket by the state that it is in; say whether anything had to be written."""
    company, rng = office.company, office.company.rng
    if t - ticket.since > _PATIENCE * rng.lognormvariate(0.3, 0.5):
        return False
    if (
        ticket.state is State.NEW
        and ticket.helped
        and ticket.place.hosted
        and rng.random() < 0.7 * company.rules["garden"]
    ):
        return False
    if ticket.state is State.CLOSED:
        if company.follows("stay") and rng.random() < 0.5:
            _says(office, ticket, ticket.last, _line(office, ticket, "welcome"), "answer", t)
        return True
    if ticket.state is State.NEW:
        _first_answer(office, ticket, t)
    elif ticket.state is State.BACK:
        text = f"{_line(office, ticket, 'fix')} {_mark(company)}"
        said = _says(office, ticket, ticket.last, text, "answer", t)
        _goes_on(office, ticket, said, t)
    else:
        key = "chime" if ticket.state is State.TOPIC else "welcome"
        text = f"{_line(office, ticket, key)} {_mark(company)}".strip()
        _says(office, ticket, ticket.opener, text, key, t)
    return True


def _first_answer(office: Office, ticket: Ticket, t: float) -> None:
    company, rng = office.company, office.company.rng
    desk = company.speech.word(ticket.person.lang, "desk") if company.follows("desks") else ""
    text = _answer(office, ticket, desk)
    said = _says(office, ticket, ticket.opener, text, "answer", t)
    if said is None:
        return
    if company.follows("second"):
        own = _side_account(ticket.place, company.slug)
        wait = HOUR * rng.lognormvariate(1.2, 0.6)
        line = _line(office, ticket, "second")
        office.later(
            t + wait, partial(_says, office, ticket, ticket.opener, line, "second", own=own)
        )
    if ticket.intent == "wish" and company.follows("ship"):
        line = _line(office, ticket, "shipped")
        wait = DAY * rng.uniform(1, 25)
        office.later(t + wait, partial(_says, office, ticket, ticket.opener, line, "shipped"))
    _goes_on(office, ticket, said, t)


def _answer(office: Office, ticket: Ticket, desk: str) -> str:
    company, rng = office.company, office.company.rng
    if not company.follows("tailor"):
        stock = company.speech.lines[ticket.person.lang]["canned"]
        return company.speech.filled(ticket.person.lang, stock[company.order.seed % len(stock)],
                                     {"site": f"https://www.{company.slug}.example"})  # fmt: skip
    warm = {"complaint": 1.0}.get(ticket.intent, 0.15)
    signed = company.follows("name")
    parts = [_line(office, ticket, "hello" if ticket.tagged else "spotted")]
    if rng.random() < company.rules["soothe"] * warm:
        parts.append(_line(office, ticket, "sorry"))
    body = {"question": ("tell", "tell", "fix"), "wish": ("tell", "ask")}.get(
        ticket.intent, ("fix", "fix_i" if signed else "fix", "ask", "private")
    )
    parts.append(_line(office, ticket, rng.choice(body)))
    if company.follows("case"):
        parts.append(_line(office, ticket, "case"))
    parts.append(_line(office, ticket, "close_i" if signed else "close"))
    if desk:
        parts.append(f"{rng.choice(company.staff)}, {desk}")
    elif signed:
        parts.append(_signature(company))
    return " ".join(part for part in parts if part)


def _mark(company: Company) -> str:
    return _signature(company) if company.follows("name") else ""


def _signature(company: Company) -> str:
    rng = company.rng
    name = rng.choice(company.staff)
    forms = (f"^{name[:1]}{rng.choice('KLMT')}", f"-{name}", f"/{name}", f"({name})", f"~ {name}")
    return forms[company.order.seed % len(forms)] if rng.random() < 0.8 else rng.choice(forms)


def _line(office: Office, ticket: Ticket, key: str) -> str:
    company, lang = office.company, ticket.person.lang
    words = {
        "who": ticket.person.name,
        "tip": company.speech.word(lang, "tip"),
        "when": company.speech.word(lang, "when"),
    }
    return company.speech.say(lang, key, ticket.slots | house(company, lang) | words)


def _says(
    office: Office, ticket: Ticket, to: Draft, text: str, intent: str, t: float, own: str = ""
) -> Draft | None:
    place, company = ticket.place, office.company
    if place.network.links == "review":
        record = ticket.opener.record
        if "reply_text" not in record and t < office.end:
            record |= {"reply_text": text, "reply_at": iso(int(t))}
        return None
    if place.network.name == "mailinglist":
        if company.rng.random() < 0.5:
            text = f"> {to.record['text']}\n\n{text}"
    elif place.network.links == "flat" or place.network.name in {"instagram", "mastodon"}:
        text = f"{called(company.rng, place, str(to.record['author']))} {text}"
    said = post(office, place, own or place.accounts[0], t, text, intent, name=company.name,
                parent=to, root=ticket.opener, about=True)  # fmt: skip
    if said is not None and intent == "answer":
        ticket.last = said
    return said


def _goes_on(office: Office, ticket: Ticket, said: Draft | None, t: float) -> None:
    """Let the asker come back, settled or not, and the ticket wait again."""
    company, rng = office.company, office.company.rng
    ticket.turns += 1
    if said is None or ticket.turns > 3:
        return
    if rng.random() < 0.5:
        worth = 1.0 if ticket.turns > 1 or len(str(said.record["text"])) > 60 else 0.7
        settled = rng.random() < company.rules["solve"] * worth
        key = "thanks" if settled else "still" if rng.random() < 0.6 else "more"
        office.later(t + HOUR * rng.lognormvariate(1.0, 1.0), partial(_back, office, ticket, key))
    elif company.follows("stay") and rng.random() < 0.5:
        line = _line(office, ticket, "checkin")
        office.later(
            t + DAY * rng.uniform(0.7, 2.0),
            partial(_says, office, ticket, ticket.opener, line, "answer"),
        )


def _back(office: Office, ticket: Ticket, key: str, t: float) -> None:
    said = comes_back(office, ticket, key, t)
    if said is None:
        return
    ticket.last = said
    stays = office.company.rules["stay"]
    if office.company.rng.random() < 0.12 + 0.85 * stays:
        ticket.state = State.CLOSED if key == "thanks" else State.BACK
        office.wait(ticket, t, 2)


def _side_account(place: Place, slug: str) -> str:
    own = f"{slug}_lab@tooting.example" if place.network.name == "mastodon" else f"{slug}_lab"
    if own not in place.accounts:
        place.accounts.append(own)
    return own
