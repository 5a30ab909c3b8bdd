"""The tree in which fastText looks for a label: what is common stands near its root."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence


class Branch(NamedTuple):
    """Ask the vector of a number; "yes" leads to what is more common."""

    vector: int
    no: Tree
    yes: Tree


Tree: TypeAlias = "Branch | int"
"""A branch, or at its end the number of a label."""


def grown(counts: Sequence[int]) -> Tree:
    """Return Huffman's tree for labels seen this often; counts fall, as fastText sorts them.

    >>> grown([5, 2, 1])
    Branch(vector=1, no=Branch(vector=0, no=2, yes=1), yes=0)
    """
    leaves = [(number, label) for label, number in enumerate(counts)]
    branches: list[tuple[int, Tree]] = []
    taken = 0

    def rarest() -> tuple[int, Tree]:
        nonlocal taken
        if leaves and (taken == len(branches) or leaves[-1][0] < branches[taken][0]):
            return leaves.pop()
        taken += 1
        return branches[taken - 1]

    for vector in range(len(counts) - 1):
        (some, no), (more, yes) = rarest(), rarest()
        branches.append((some + more, Branch(vector, no, yes)))
    return branches[-1][1]
