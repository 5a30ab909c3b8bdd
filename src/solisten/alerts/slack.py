"""Alerts as Slack's incoming webhooks take them, and what understands the same JSON.

https://docs.slack.dev/messaging/formatting-message-text: `&`, `<` and `>` are escaped, a link is
`<address|label>`. Mattermost, Rocket.Chat and Discord (`/slack`) read the same `text` as Markdown
and know @names: a word joiner keeps those of others from calling anybody or loading anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.alerts.message import digest_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solisten.alerts.message import Link, Message

LONGEST_HEADER = 150  # Slack's own limits
LONGEST_SECTION = 3_000
MOST_BLOCKS = 50
JOINER = "\u2060"


def payload(messages: Sequence[Message]) -> dict[str, Any]:
    """Return the JSON of one posting that holds these alerts (at least one)."""
    title = messages[0].title if len(messages) == 1 else digest_title(len(messages))
    blocks = [_header(title)]
    for one in messages:
        if len(messages) > 1:
            blocks.append(_section(f"*{escaped(one.title)}*"))
        blocks.append(_section("\n".join([escaped(one.text), *map(_link, one.links)])))
    if len(blocks) > MOST_BLOCKS:
        left = len(messages) - (MOST_BLOCKS - 2) // 2
        blocks = [*blocks[: MOST_BLOCKS - 1], _section(f"... and {left} more: see the Atom feed")]
    return {"text": escaped(title), "blocks": blocks}


def escaped(text: str) -> str:
    r"""Return a text that means nothing but itself.

    >>> escaped("<!channel> & @here [x](y)") == (
    ...     "&lt;!channel&gt; &amp; @\u2060here [x]\u2060(y)"
    ... )
    True
    """
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("@", f"@{JOINER}").replace("](", f"]{JOINER}(")


def _link(link: Link) -> str:
    label = escaped(link.excerpt)
    return f"• <{link.url}|{label}>" if link.url else f"• {label}"


def _header(title: str) -> dict[str, Any]:
    text = title if len(title) <= LONGEST_HEADER else f"{title[: LONGEST_HEADER - 1]}…"
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _section(text: str) -> dict[str, Any]:
    short = text if len(text) <= LONGEST_SECTION else f"{text[: LONGEST_SECTION - 1]}…"
    return {"type": "section", "text": {"type": "mrkdwn", "text": short, "verbatim": True}}
