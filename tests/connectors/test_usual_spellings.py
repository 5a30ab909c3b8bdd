"""Addresses and dates as most write them take a short way; it leads where the long one does."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solisten_connectors._dates import date_of
from solisten_connectors._html import _READY, LONGEST_LINK, address

BASES = ("", "https://acme.example/a/b?c#d", "http://acme.example", "feed:x", "/a")


@given(
    st.from_regex(_READY, fullmatch=True) | st.text("htps:/.ab?#;=&%@[]\t A\xe9", max_size=30),
    st.sampled_from(BASES),
)
def test_an_address_as_it_is(href: str, base: str) -> None:
    """What is taken as it is would come out of completing and splitting as it is."""
    if _READY.fullmatch(href) and len(href) <= LONGEST_LINK:
        assert address(href, base) == href == urljoin(base, href)
        assert urlsplit(href).netloc


@given(
    st.datetimes(datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("2250-01-01")),
    st.sampled_from(["", "%a, "]),
    st.sampled_from(["GMT", "+0000", "-0730", "EST", "+1400"]),
)
def test_dates_of_mails(at: datetime, day: str, zone: str) -> None:
    """A mail's date is what the standard library reads in it, within the years that are read."""
    said = at.strftime(f"{day}%d %b %Y %H:%M:%S {zone}")
    known = parsedate_to_datetime(said).timestamp()
    assert date_of(said) == (known if 0 <= known < 7_289_654_400 else None)


@pytest.mark.parametrize("said", ["31 Feb 2026 10:00:00 GMT", "1 Foo 2026 10:00:00 GMT"])
def test_days_that_are_none(said: str) -> None:
    """Impossible days are no dates, whichever way they take."""
    assert date_of(said) is None
