"""Alerts by mail: one message, handed to the configured server."""

from __future__ import annotations

import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from solisten.alerts.message import digest_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from solisten.alerts.message import Message
    from solisten.config import Smtp

LONGEST_SUBJECT = 200
TLS_PORT = 465  # encrypted from the first byte


def mail_of(messages: Sequence[Message], smtp: Smtp, now: float) -> EmailMessage:
    """Return the mail that holds these alerts (at least one).

    The same alerts have the same Message-ID, so that a mail sent again is known for what it is.
    """
    title = messages[0].title if len(messages) == 1 else digest_title(len(messages))
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = title[:LONGEST_SUBJECT]
    mail["From"] = smtp.sender
    mail["To"] = ", ".join(smtp.to)
    mail["Date"] = format_datetime(datetime.fromtimestamp(int(now), UTC))
    keys = sha256("\n".join(sorted(one.key for one in messages)).encode()).hexdigest()
    mail["Message-ID"] = f"<{keys[:32]}@{_domain(smtp.sender)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n".join(_lines(messages, titled=len(messages) > 1)) + "\n")
    return mail


def _lines(messages: Sequence[Message], *, titled: bool) -> Iterator[str]:
    for one in messages:
        if titled:
            yield one.title
        yield one.text
        for link in one.links:
            yield ""
            yield link.excerpt
            if link.url:
                yield link.url
        yield ""


def _domain(sender: str) -> str:
    """Return the domain of an address, in letters that a Message-ID may hold.

    >>> _domain("Solisten <alerts@acme.example>")
    'acme.example'
    """
    domain = sender.rpartition("@")[2].rstrip("> ")
    good = "".join(sign for sign in domain if sign.isascii() and (sign.isalnum() or sign in ".-"))
    return good or "solisten.invalid"


def send(mail: EmailMessage, smtp: Smtp, password: str, seconds: float) -> list[str]:
    """Hand the mail over; return the recipients that were refused while others were not.

    Raises OSError or smtplib.SMTPException (which is one) when nobody was reached. Encryption that
    is configured and not offered is an error, never left out.
    """
    context = ssl.create_default_context()
    if smtp.port == TLS_PORT:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            smtp.host, smtp.port, timeout=seconds, context=context
        )
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=seconds)
    try:
        if smtp.starttls and smtp.port != TLS_PORT:
            server.starttls(context=context)
        if smtp.user:
            server.login(smtp.user, password)
        refused = server.send_message(mail)
    except BaseException:
        server.close()
        raise
    try:
        server.quit()  # it has taken the mail; how it says goodbye changes nothing
    except (OSError, smtplib.SMTPException):
        server.close()
    return sorted(refused)
