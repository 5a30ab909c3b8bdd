"""A fastText classifier asked of many texts at once, with what it says of each word remembered.

fastText sums the vectors of a text's words and of the runs of letters in them, and walks down a
tree of labels with the mean. A word's own sum never changes, so it is kept: most words of a text
stood in others before. All is summed in double precision, so that what a text is asked together
with decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from solisten.reading.model_tree import grown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solisten.reading.model_file import ModelFile, Reals, Whole
    from solisten.reading.model_tree import Tree

    Hashes: TypeAlias = np.ndarray[Any, np.dtype[np.uint32]]

_WORDS_KEPT = 1 << 16
_AT_ONCE = 1_000
_END = "</s>"
_LEAST = 1e-5  # fastText adds it to every probability before it takes the logarithm
_SEED, _PRIME, _SIGN = 2_166_136_261, np.uint32(16_777_619), np.uint32(0xFFFFFF00)


@dataclass(slots=True)
class Model:
    """Tell the likeliest label of texts; their words are what stands between blanks.

    `sums` holds for each known word the sum of its vectors, then how many those were.
    """

    file: ModelFile
    tree: Tree = field(init=False)
    known: dict[str, int] = field(init=False)
    sums: Reals = field(init=False)

    def __post_init__(self) -> None:
        """Grow the tree; no word is known yet."""
        self.tree = grown(self.file.counts)
        self._forget(0)

    def likeliest(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """Return the likeliest label of each text and its probability, 0 to 1."""
        parts = (texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE))
        return [told for part in parts for told in self._likeliest(part)]

    def _likeliest(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        split = [[_END, *text.split()] for text in texts]
        words = [word for each in split for word in each]
        self._learn(set(words))
        numbers = np.fromiter(map(self.known.__getitem__, words), int, len(words))
        lengths = np.fromiter(map(len, split), int, len(split))
        found = np.add.reduceat(self.sums[numbers], np.cumsum(lengths) - lengths)
        walk = _walk(found[:, :-1] / found[:, -1:], self.file.nodes)
        walk.down(self.tree, np.arange(len(texts)), np.zeros(len(texts)))
        sure = np.minimum(np.exp(walk.best), 1.0).tolist()
        labels = self.file.labels
        return [(labels[one], score) for one, score in zip(walk.label.tolist(), sure, strict=True)]

    def _forget(self, coming: int) -> None:
        self.known = {}
        self.sums = np.zeros((max(_WORDS_KEPT, coming), self.file.rows.shape[1] + 1))

    def _learn(self, words: set[str]) -> None:
        """Sum the vectors of the words not met before."""
        new = list(words.difference(self.known))
        if not new:
            return
        if len(self.known) + len(new) > len(self.sums):
            new = list(words)
            self._forget(len(new))
        rows, owners = _vectors(self.file, new)
        begin, end = len(self.known), len(self.known) + len(new)
        for place, column in enumerate(self.file.rows[rows].T):
            self.sums[begin:end, place] = np.bincount(owners, column, len(new))
        self.sums[begin:end, -1] = np.bincount(owners, minlength=len(new))
        self.known.update(zip(new, range(begin, end), strict=True))


def _vectors(file: ModelFile, words: Sequence[str]) -> tuple[Whole, Whole]:
    """Return the rows of the words and of the runs of letters in them, and which word's each is."""
    own = [(row, at) for at, word in enumerate(words) if (row := file.words.get(word)) is not None]
    rows = [np.array([row for row, _ in own], int)]
    owners = [np.array([at for _, at in own], int)]
    content = np.frombuffer("".join(f"<{word}>" for word in words).encode(), np.uint8)
    starts = np.flatnonzero((content & 0xC0) != 0x80)  # the first byte of each character
    widths = np.diff(starts, append=len(content))
    owner = np.repeat(np.arange(len(words)), [len(word) + 2 for word in words])
    begins = np.flatnonzero(owner != (words.index(_END) if _END in words else -1))
    hashes = np.full(len(begins), _SEED, np.uint32)
    for length in range(1, file.longest + 1):
        last = np.minimum(begins + length - 1, len(owner) - 1)
        inside = (begins + length <= len(owner)) & (owner[last] == owner[begins])
        begins, last = begins[inside], last[inside]
        hashes = _hashed(hashes[inside], content, starts[last], widths[last])
        if length >= file.shortest:
            row = file.place[hashes % np.uint32(len(file.place))]
            rows.append(row[row >= 0])
            owners.append(owner[begins[row >= 0]])
    return np.concatenate(rows), np.concatenate(owners)


def _hashed(hashes: Hashes, content: Any, starts: Whole, widths: Whole) -> Hashes:
    """Go on with FNV-1a by one character; bytes are signed, as fastText's are."""
    for place in range(int(widths.max(initial=0))):
        more = np.flatnonzero(widths > place)
        byte = content[starts[more] + place].astype(np.uint32)
        byte[byte >= 0x80] |= _SIGN
        hashes[more] = (hashes[more] ^ byte) * _PRIME
    return hashes


@dataclass(slots=True)
class _Walk:
    """Walk down the tree with all texts, and leave each where nothing better can come.

    `yes` and `no` hold by branch and text the logarithms of what speaks for either way.
    """

    yes: Reals
    no: Reals
    best: Reals
    label: Whole

    def down(self, branch: Tree, texts: Whole, scores: Reals) -> None:
        """Go on with these texts, whose logarithms of probability so far are `scores`."""
        better = scores > self.best[texts]
        if not better.all():
            texts, scores = texts[better], scores[better]
        if not len(texts):
            return
        if isinstance(branch, int):
            self.best[texts], self.label[texts] = scores, branch
            return
        self.down(branch.yes, texts, scores + self.yes[branch.vector, texts])
        self.down(branch.no, texts, scores + self.no[branch.vector, texts])


def _walk(means: Reals, nodes: Reals) -> _Walk:
    yes = 1 / (1 + np.exp(-(nodes @ means.T)))
    best = np.full(len(means), -np.inf)
    return _Walk(np.log(yes + _LEAST), np.log(1 - yes + _LEAST), best, np.zeros(len(means), int))
