"""The one door to the web: it asks politely, within limits, and never inside one's own network.

    async with open_web(config.collector, clock=time.time) as web:
        response = await web.ask(Request("https://acme.example/feed.xml"))

`ask` takes the connectors' own `Request` and returns their `Response`, with header names in lower
case, the body decompressed, and the address at which it was found (redirects are followed, each
checked like the first). What was refused or did not come raises `RequestFailed`, after its own
retries, with notes (`__notes__`) that say why for a person. Given `Validators` (what an earlier
answer said of itself) the server is asked whether anything changed; if not, `unchanged` is True and
the body empty. `robots=True` asks the site's robots.txt first: for pages made for people, not for
feeds and documented interfaces. `Credentials` reach the one host they are meant for.

Only http and https, ports 80, 443 and those of `[collector] ports`. Every address is checked after
the name was resolved, and the address that was checked is the one that is connected to, so a name
that changes its mind (DNS rebinding) reaches nothing. `Manners` say how often one host may be
asked: so many requests at once, a pause between two, as long as `Retry-After` and rate limits in
headers say; a host that fails again and again is left alone for a while. Large answers of all hosts
share one bound of memory: when many come at once, some are read on later. Tests and the daemon pass
`sleep`, `clock` (epoch seconds) and `Manners` of their own.
"""

from __future__ import annotations

from solisten.web.addresses import Allowed, allowed_of
from solisten.web.asking import Web
from solisten.web.hosts import Manners
from solisten.web.opening import open_web
from solisten.web.room import Seat
from solisten.web.sending import Credentials, Limits, Validators, validators_in

__all__ = [
    "Allowed",
    "Credentials",
    "Limits",
    "Manners",
    "Seat",
    "Validators",
    "Web",
    "allowed_of",
    "open_web",
    "validators_in",
]
