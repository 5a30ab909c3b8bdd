"""How posts hang together: parents, roots, threads.

Choices made where the documents leave room (the other side must make the same):

Posts
- `edited_at` is compared in whole seconds, as all times are. A version that is not public is not
  a version. A record whose own time is hidden by `as_of` hides its embedded answer too.
- An embedded answer has no declared language, no links but those in its text, no url.
- A `reply_to` that names the post itself counts as not given.
- A cycle is one that the walk to the root can meet: of posts none of which names a thread.
People
- A channel in an `official` or `staff` entry restricts @names too: "@jane" addresses a brand only
  in the channel where Jane is declared.
- An `author_name` is a handle when it begins with "@" and holds no blank.
- `not_official` takes back the platform's mark as well as a declaration, but never an embedded
  answer. An account in both `official` and `not_official` may still be addressed by name.
- A text @names an author by the author's key, by the key's part before "@", or by the same two
  of a handle in `author_name`.
- Staff of a brand may write mentions; they are only neither official nor peers.
- Spam: "them" are the author's root posts: more than 80 % of them have a foreign link; among them
  at most 3 foreign domains, or at most 3 normal forms. Reposts are no root
  posts. A link post of reddit or lemmy is a root post with links in `links` and an empty `text`.
Answers
- A group is tagged, and has its day, place and kind, as its head.
- All three ways to answer need the same thread (same network and root).
- A run of words is compared on casefolded runs of \\w.
- Official replies are found before automatic ones are: "answers a mention" there ignores
  auto-acks, and auto-acks count among official replies.
- A group's first answer, for the follow-up rule, is that of the members so far in (t, id).
- A follow-up and a continued post show no need.
- "Asker posted again" takes any post of the asker in the thread but reposts.
- Resolution (16): n = answered needs whose asker returned, or with an accepted answer.
  Recovery (17): n = those complaints among them whose first post and last post are both
  scored; .4 is compared in ten-thousandths.
Windows
- Embedded answers count in the coverage of their network, at their review's day at the earliest.
- Coverage is that of the channels the brand names, where it speaks only there; else of what no
  other brand hosts. Lone posts, one in a hundred, four weeks from the rest, begin or end nothing.
- Day coverage (bursts) is the union of the networks' coverages.
- Home's (b) asks nothing of the hosted channel but that the network holds posts.
- 8: the median is that of activity(d) + activity(d + 1) over the window's covered days d; d + 1
  may lie behind the window, but not behind `as_of`.
- 3 and the others of its kind are all over owed needs; an answer without time, or dated earlier,
  is in time for none of 5, 7, 19, 28.
- 9 counts any answer, not only substantive ones.
- 11: without needs and topics no original is relevant (n stays).
- 13, 36: a thread whose opener @names a brand's account, or that stands at a brand's own place,
  names a brand. Automatic acknowledgements join nothing; in 36 only others than the brand make a
  thread one with a reply. share_of_conversation: reposts open no topic thread.
- What replies to a post that is not stored is in no n of whether, when and by whom it was answered
  (3, 5 to 7, 9, 14, 19, 23 to 25, 28, 32, 34, 35); its words, its ending and its place still count.
- 2: weeks of which no day was collected where the brand has an account are no weeks. 16: a pleased
  ending names no fault. 22 is not observable without domains. 23: praise that formulas alone
  answer is not answered.
- 4: automatic acknowledgements are neither replies nor posts. 11: a promotion is never relevant.
- 35: two accounts, and of two departments where all their departments are known.
  "earned" is a post not official of this brand and no repost.
- 15, 20: an opportunity is listed when any answer with text is; the cue may stand in any of them.
- 20, 21: a person is a signature or a named account; brand words are the letter runs of its name.
- 4: a post answers a review when its parent is one, or when it answers a mention that is one.
- 10: any official posts count, embedded answers among them; needs on one network say nothing.
- 1, 2, 10 are observable when a network of an `official` or `hosts` entry, or of any official post,
  was collected on a day of the window. The items with word lists are when at least half of the
  opportunities are in listed languages; nothing else is ever unobservable here.
- 22, 38: reposts are left out: their links are not the brand's own.
- 27: a recommending mention's voice is its text where that is a ring's, else its author;
  k = distinct voices, at most n = distinct authors.
- 31: any need may be a feature request; reposts say nothing is done.
- 31's language is the request's. 34's is any of the official posts to this asker, or the need's
  own where there is none.
- 32: reviews are left out, as in 35: a store has one answering account. The dominant department
  is the one in most owed needs; ties: the first of DEPARTMENTS.
- 39 needs the REPORT cue and a link.
- share_of_voice without rivals is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from naive_posts import Item, Key

MOST_HOPS = 10_000


class Threads:
    """Know every post's parent and root, and every thread's posts in (t, id)."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = list(items)
        self.by_key: dict[Key, Item] = {item.key: item for item in self.items}
        self.cut: set[Key] = set()
        for item in self.items:
            self._cut_cycle_from(item)
        self.roots = {item.key: self._root(item) for item in self.items}
        self.posts: dict[Key, list[Item]] = defaultdict(list)
        for item in sorted(self.items, key=lambda item: item.order):
            self.posts[self.thread(item)].append(item)

    def parent_id(self, item: Item) -> str:
        """Return the id of the post replied to, stored or not; "" for none."""
        post = item.post
        if item.key in self.cut:
            return ""
        if post.reply_to and post.reply_to != post.id:
            return post.reply_to
        return post.thread if post.thread != post.id else ""

    def parent(self, item: Item) -> Item | None:
        """Return the stored post replied to."""
        return self.by_key.get((item.post.network, self.parent_id(item)))

    def is_fragment(self, item: Item) -> bool:
        """Tell whether an item replies to a post that is not stored."""
        return bool(self.parent_id(item)) and self.parent(item) is None

    def opens(self, item: Item) -> bool:
        return not self.parent_id(item)

    def root(self, item: Item) -> str:
        return self.roots[item.key]

    def thread(self, item: Item) -> Key:
        return (item.post.network, self.roots[item.key])

    def others(self, item: Item) -> list[Item]:
        """Return the thread's other posts in (t, id)."""
        return [other for other in self.posts[self.thread(item)] if other.key != item.key]

    def _next(self, item: Item) -> Item | None:
        """Return the next post on the way to the root."""
        return None if item.post.thread else self.parent(item)

    def _cut_cycle_from(self, item: Item) -> None:
        path: list[Item] = []
        here: Item | None = item
        while here is not None and here not in path:
            path.append(here)
            here = self._next(here)
        if here is not None:
            cycle = path[path.index(here) :]
            self.cut.add(max(cycle, key=lambda one: one.order).key)

    def _root(self, item: Item) -> str:
        here = item
        for _ in range(MOST_HOPS):
            above = self._next(here)
            if above is None:
                break
            here = above
        return here.post.thread or here.post.id
