"""The parts of a text that are its author's own words."""

from __future__ import annotations

import html
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from solisten.reading import quoting, voice

if TYPE_CHECKING:
    from solisten.nouns import Post

# The "@" stands first so that the search jumps from one to the next. A name ends in a letter or
# digit; "@acme.Thanks" is a name, a full stop and a forgotten blank.
_NAME = re.compile(r"@(?<![\w@]@)(\w+(?:[.-](?![A-Z][a-z])\w+)*(?:@[\w-]+(?:\.[\w-]+)*)?)")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?')\]}…]", re.IGNORECASE)
_WWW = re.compile(r"www\.[^\s<>\"]*[^\s<>\".,;:!?')\]}…]", re.IGNORECASE)
_HOST_AND_PATH = re.compile(r"\.[a-z]{2,24}/", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w@./-])(?:[\w-]{1,63}\.){1,6}[a-z]{2,24}/[^\s<>\"]*", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
GREETED = 40  # letters between a greeting and the sign that ends it
_DIGITS, _ASCII_DIGITS = re.compile(r"\d+"), b"0123456789"
_FIRST_WORD = re.compile(r"\W*(\w+)")


def words(post: Post) -> str:
    r"""Join a post's title and text, the title only where the text does not begin with it.

    >>> from solisten.nouns import Post
    >>> words(Post(network="forum", id="1", created_at=0.0, title="Help", text="It is broken"))
    'Help\nIt is broken'
    """
    if not post.title or post.text.startswith(post.title):
        return post.text
    return f"{post.title}\n{post.text}" if post.text else post.title


def cleaned(text: str) -> str:
    """Return the author's own words: no tags, entities, @names, links, quoted text or code.

    Takes time linear in the length of the text, whatever the text.

    >>> cleaned("@acme <b>it&#39;s</b> broken, see https://acme.example/status `trace`")
    "it's broken, see"
    """
    text = own_words(text)
    text = _without_names(_without_links(text, " "), " ")
    return (_MAIL.sub(" ", text) if "@" in text else text).strip()


def _without_links(text: str, instead: str) -> str:
    if "://" in text:
        text = _LINK.sub(instead, text)
    if "www." in text or "WWW." in text:
        text = _WWW.sub(instead, text)
    if "/" in text and _HOST_AND_PATH.search(text):
        text = _BARE.sub(instead, text)
    return text


def _without_names(text: str, instead: str) -> str:
    return _NAME.sub(instead, text) if "@" in text else text


def own_words(text: str) -> str:
    """Return the text without markup, quoted text or code; @names and links stay."""
    if "`" in text or "~~~" in text:
        text = quoting.without_code(text)
    if "<" in text or "[" in text:
        text = quoting.without_tags(text)
    if "&" in text:
        text = unescaped(text)
    if ">" in text or ":" in text or "-----" in text:
        text = quoting.without_quotes(text)
    return text


def unescaped(text: str) -> str:
    """Undo HTML entities; absurdly long numeric ones, which `html` refuses, become blanks."""
    if "&#" in text:
        text = _LONG_NUMBER.sub(" ", text)
    return html.unescape(text)


def normal_form(text: str) -> str:
    r"""Return what stays the same when one text is sent to many (INFERENCE C.5).

    Lower case; without lines quoted by ">" (a formula under the question it answers is still one),
    @names, links, digits, the person's mark, runs of blanks and the greeting with the name of whom
    it greets: mail merge writes "Hi Ana," and "Hi, Ben." into one text (it hides 65 of 75 % of a
    bank's formulas on Google Play).

    >>> normal_form("@a Hi Ana!  We are on it since 10:30 https://t.co/x ^AB")
    'we are on it since :'
    >>> normal_form("> Hi, it never came\nWe are on it")
    'we are on it'
    >>> normal_form("Hi, Ana Li. We are on it"), normal_form("Hi, we are on it")
    ('we are on it', 'we are on it')
    """
    text = voice.unsigned(quoting.without_quoted_lines(text))
    text = " ".join(_without_names(_without_links(text, ""), "").split())
    greeting = _greeting().match(text) if _may_greet(text) else None
    ungreeted = text[greeting.end() :] if greeting else text
    return " ".join(_without_digits(ungreeted.lower()).split())


def _without_digits(text: str) -> str:
    if text.isascii():  # by bytes, in a tenth of the time
        return text.encode().translate(None, _ASCII_DIGITS).decode()
    return _DIGITS.sub("", text)


def _may_greet(text: str) -> bool:
    """Tell at little cost that a text's first word begins no greeting."""
    first = _FIRST_WORD.match(text)
    return not text.isascii() or (first is not None and first[1].lower() in _greeting_words())


@cache
def _greetings() -> tuple[str, ...]:
    source = files("solisten.reading") / "words" / "greetings.toml"
    lists = tomllib.loads(source.read_text("utf-8"))
    return tuple(word for greetings in lists.values() for word in greetings)


@cache
def _greeting_words() -> frozenset[str]:
    return frozenset(
        first[1].lower() for word in _greetings() if (first := _FIRST_WORD.match(word))
    )


@cache
def _greeting() -> re.Pattern[str]:
    """Find the greeting that a text begins with, and the name, on either side of a comma."""
    words = "|".join(map(re.escape, _greetings()))
    ends = ",.!?:;\u2013\u2014-"
    upper = rf"(?-i:[A-Z\u00c0-\u00de])[^\s{ends}]*"
    return re.compile(
        rf"\A\W*(?:{words})\b(?:\s*,\s*{upper}(?: {upper}){{0,2}}\s*[.!,]"
        rf"|[^{ends}]{{0,{GREETED}}}[{ends}])[{ends}]*\s*",
        re.IGNORECASE,
    )


def distinct_form(text: str) -> str:
    """Return the text as `distinct_reply_share` compares it (DESIGN 7.5).

    Lower case, without @names, links and outer blanks.

    >>> distinct_form("@Ana  Thanks! http://t.co/x ")
    'thanks!'
    """
    return _without_names(_without_links(text, ""), "").strip().lower()


def names_in(text: str) -> tuple[str, ...]:
    """Return the accounts that a text addresses, casefolded, without the first "@".

    >>> names_in(".@Acme, ask @ana@social.example. Or mail a@b.example")
    ('acme', 'ana@social.example')
    """
    if "@" not in text:
        return ()
    if "/@" in text:
        text = _without_links(text, " ")
    return tuple(dict.fromkeys(map(str.casefold, _NAME.findall(text))))
