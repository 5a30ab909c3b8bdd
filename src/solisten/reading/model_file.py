"""The file of a quantised fastText model, read into arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Reals: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"
Short: TypeAlias = "np.ndarray[Any, np.dtype[np.float32]]"
Whole: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"
Places: TypeAlias = "np.ndarray[Any, np.dtype[np.int32]]"

_MAGIC, _VERSION = 793_712_314, 12
_HIERARCHICAL = 1
_CENTROIDS = 256  # of each part of a vector: a byte names one
_ARGUMENTS = ("dim", "window", "epochs", "least", "negatives", "word_grams", "loss", "kind")
_MORE_ARGUMENTS = ("buckets", "shortest", "longest", "rate")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """Hold a classifier of texts: `rows` are the vectors of its words, then of runs of letters.

    `place` gives the row of a run's hash, -1 for one that was pruned; runs have `shortest` to
    `longest` characters. `counts` are how often each label was seen in training, which shapes the
    tree that `nodes` stand in.
    """

    words: dict[str, int]
    labels: tuple[str, ...]
    counts: tuple[int, ...]
    rows: Short
    nodes: Reals
    place: Places
    shortest: int
    longest: int


@dataclass(slots=True)
class _Bytes:
    """Read what follows in a file's content."""

    content: bytes
    at: int = 0

    def many(self, kind: str, count: int) -> np.ndarray[Any, np.dtype[Any]]:
        found = np.frombuffer(self.content, kind, count, self.at)
        self.at += found.nbytes
        return found

    def one(self, kind: str) -> int:
        return int(self.many(kind, 1)[0])

    def entry(self) -> tuple[str, int]:
        """Return a word or label and how often it was seen; which of both it is needs no byte."""
        begin, end = self.at, self.content.index(b"\0", self.at)
        self.at = end + 10
        seen = int.from_bytes(self.content[end + 1 : end + 9], "little")
        return self.content[begin:end].decode("utf-8", "replace"), seen


def read_model(path: Path) -> ModelFile:
    """Read a `.ftz` file of a classifier with a tree of labels; ValueError when it is none."""
    data = _Bytes(path.read_bytes())
    if (data.one("<i4"), data.one("<i4")) != (_MAGIC, _VERSION):
        raise ValueError(f"{path}: no fastText model of version {_VERSION}")
    names = (*_ARGUMENTS, *_MORE_ARGUMENTS)
    given = dict(zip(names, data.many("<i4", len(names)).tolist(), strict=True))
    data.many("<f8", 1)
    entries, word_count = data.one("<i4"), data.one("<i4")
    data.one("<i4"), data.one("<i8")
    pruned = data.one("<i8")
    known = [data.entry() for _ in range(entries)]
    words, labels = known[:word_count], known[word_count:]
    place = np.full(given["buckets"], -1, np.int32)
    kept = data.many("<i4", 2 * pruned).reshape(-1, 2) if pruned > 0 else np.empty((0, 2), int)
    place[kept[:, 0]] = kept[:, 1] + word_count
    if not data.one("?") or given["loss"] != _HIERARCHICAL or given["word_grams"] != 1:
        raise ValueError(f"{path}: another kind of model than lid.176.ftz")
    rows = _quantised(data)
    if data.one("?"):
        raise ValueError(f"{path}: its labels are quantised, too")
    shape = data.one("<i8"), data.one("<i8")
    return ModelFile(
        words={word: number for number, (word, _) in enumerate(words)},
        labels=tuple(label for label, _ in labels),
        counts=tuple(count for _, count in labels),
        rows=rows,
        nodes=data.many("<f4", shape[0] * shape[1]).reshape(shape).astype(float),
        place=place,
        shortest=given["shortest"],
        longest=given["longest"],
    )


def _quantised(data: _Bytes) -> Short:
    """Return the vectors of which each part is written as the number of a centroid."""
    normed = data.one("?")
    count, dim = data.one("<i8"), data.one("<i8")
    codes = data.many("u1", data.one("<i4")).reshape(count, -1)
    parts = _centroids(data)
    rows = np.empty((count, dim), np.float32)
    at = 0
    for place, part in enumerate(parts):
        rows[:, at : at + part.shape[1]] = part[codes[:, place]]
        at += part.shape[1]
    if normed:
        norms = data.many("u1", count)
        rows *= _centroids(data)[0][norms]
    return rows


def _centroids(data: _Bytes) -> Sequence[Short]:
    dim, parts, width, last = (data.one("<i4") for _ in range(4))
    found = data.many("<f4", dim * _CENTROIDS)
    whole = found[: (parts - 1) * width * _CENTROIDS].reshape(parts - 1, _CENTROIDS, width)
    return [*whole, found[whole.size :].reshape(_CENTROIDS, last)]
