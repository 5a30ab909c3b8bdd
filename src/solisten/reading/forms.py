"""The text key of a post's normal form, read when it is asked for: most posts' never is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.reading.clean import normal_form
from solisten.reading.keys import form_key

if TYPE_CHECKING:
    from solisten.reading.facts import Item


def form_of(item: Item) -> int:
    """Return the key of what a post says; 0 where it says nothing, as a repost does.

    Brands' posts, recommendations and links are compared by it. An item that came without its key
    keeps the one that is read.
    """
    if not item.form and item.text and item.kind != "repost":
        item.form = form_key(normal_form(item.text))
    return item.form
