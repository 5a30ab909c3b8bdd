"""What a rule pack says once it is read and checked."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from solisten.models.rule import Rule

Kind: TypeAlias = Literal["ladder", "checklist"]
Statement: TypeAlias = Literal["established", "indicated"]
Visible: TypeAlias = Literal["yes", "effect", "weak", "no"]


class Model(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hold a pack's identity with the numbers that steer the whole inference (INFERENCE B.6).

    `prior_continue` is P(S >= s + 1 | S >= s), `cap` bounds n_eff at 1/cap, `overlap` is rho of
    B.2, `shared` how much of an opportunity's luck each further indicator of its family repeats,
    `interval` the mass of the credible interval, `confirm` the least factor by which a level's own
    evidence must speak for it, `deny` the factor at which evidence against a level bars it.
    `promote`, `demote`, `hold` belong to the published level. `advanced` is the number of criteria
    from which a checklist calls a brand so; 0 where it does not.
    """

    id: str
    version: str
    kind: Kind
    name: str = ""
    source: str = ""
    prior_continue: float = 0.75
    cap: float = 0.02
    overlap: float = 0.25
    shared: float = 0.0
    temperature: float = 1.0
    interval: float = 0.80
    confirm: float = 1.5
    deny: float = 2.0
    promote: float = 0.65
    demote: float = 0.35
    hold: int = 2
    advanced: int = 0
    minimum_posts: int = 150
    minimum_needs: int = 10


class Activity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Name something a brand does at a level, with what of it can be seen from outside.

    `observable`: yes; effect (only what follows from it shows); weak (traces); no. `declared` are
    the terms by which its owner can state it.
    """

    name: str
    observable: Visible
    indicators: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    note: str = ""


class Level(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Describe one rung: what it means, what shows it, what of it nobody outside can see."""

    number: int
    name: str
    means: str = ""
    shows: str = ""
    cannot_be_seen: str = ""
    statement: Statement = "established"
    activities: tuple[Activity, ...] = ()
    source: str = ""
    gaming: str = ""
    advice: str = ""


class Role(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Say how tightly an indicator is tied to its level.

    `slip` is P(not practised | the level is reached), `guess` P(practised | it is not).
    """

    name: str
    slip: float
    guess: float


class Indicator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Define one behaviour counted as k of n, with the share at which the data favour no side.

    `n` says what the opportunities are, `k` which of them count. `bar` and `trust` are shares of 1;
    `absence` is how much not seeing it says (1 = as much as
    seeing it, 0 = nothing); `cap` replaces the model's. In a checklist `level` and `role` mean
    nothing and may be left out. `keywords`: as those of a declared term, where its owner states it.
    """

    id: str
    bar: float
    asks: str = ""
    k: str = ""
    n: str = ""
    level: int = 0
    role: str = ""
    trust: float = 1.0
    words: bool = False
    absence: float = 1.0
    cap: float | None = None
    family: str = ""
    weak: bool = False
    show_from: int = 1
    keywords: tuple[str, ...] = ()
    why: str = ""
    source: str = ""
    gaming: str = ""
    advice: str = ""


def counted(k: str, n: str) -> str:
    """Write what is counted, and of which, as a sentence.

    >>> counted("answered needs", "needs"), counted("mentions", "")
    ('Answered needs / needs.', 'Mentions.')
    """
    said = f"{k} / {n}" if n else k
    return f"{said[:1].upper()}{said[1:]}."


class DeclaredTerm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Name an inner practice that only its owner can state (INFERENCE A.3), at its level.

    `keywords`: one of them in the linked text makes a declaration proven.
    """

    id: str
    level: int = 0
    role: str = ""
    means: str = ""
    keywords: tuple[str, ...] = ()


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one criterion of a checklist: its rule as written, with the same rule as a tree.

    `test` is the text's own proof of it, `cannot_be_seen` what of it no rule can judge.
    """

    number: int
    name: str
    rule: str
    tree: Rule
    test: str = ""
    means: str = ""
    shows: str = ""
    cannot_be_seen: str = ""
    activities: tuple[Activity, ...] = ()
    why: str = ""
    source: str = ""
    gaming: str = ""
    advice: str = ""


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Prove a pack: given counts [k, n], the answer the pack must give.

    `seen` and `not_seen` name indicators; `met`, `not_met`, `not_observable` name criteria by
    number. What is left out is not checked.
    """

    name: str
    given: dict[str, tuple[int, int]]
    level: int | None = None
    interval: tuple[int, int] | None = None
    seen: tuple[str, ...] = ()
    not_seen: tuple[str, ...] = ()
    met: tuple[int, ...] = ()
    not_met: tuple[int, ...] = ()
    not_observable: tuple[int, ...] = ()


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one checked rule pack; `sha256` is of the file's bytes and names the pack for ever.

    `indicators` are all that the pack judges, in the file's order (borrowed ones at the
    end). `not_applicable` and changed bars come from the owner's config, see `with_overrides`.
    """

    model: Model
    sha256: str
    levels: tuple[Level, ...] = ()
    roles: tuple[Role, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    declared_terms: tuple[DeclaredTerm, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    cases: tuple[Case, ...] = ()
    not_applicable: tuple[str, ...] = ()

    @property
    def top(self) -> int:
        """Return the number of the last level; 0 for a checklist."""
        return len(self.levels)

    def indicator(self, name: str) -> Indicator | None:
        """Return the indicator of that id, or None."""
        return next((one for one in self.indicators if one.id == name), None)

    def role(self, name: str) -> Role | None:
        """Return the role of that name, or None."""
        return next((one for one in self.roles if one.name == name), None)

    def level(self, number: int | None) -> Level | None:
        """Return the level of that number, or None."""
        return next((one for one in self.levels if one.number == number), None)

    def criterion(self, number: int) -> Criterion | None:
        """Return the criterion of that number, or None."""
        return next((one for one in self.criteria if one.number == number), None)

    def declared_term(self, name: str) -> DeclaredTerm | None:
        """Return the declared term of that id, or None."""
        return next((one for one in self.declared_terms if one.id == name), None)

    def keywords(self, name: str) -> tuple[str, ...]:
        """Return the words of which one bears out a declaration of this term."""
        terms: tuple[DeclaredTerm | Indicator, ...] = (*self.declared_terms, *self.indicators)
        return next((one.keywords for one in terms if one.id == name), ())

    def terms(self) -> frozenset[str]:
        """Return every id that a declaration or the owner's config may name."""
        return frozenset(
            [one.id for one in self.indicators] + [one.id for one in self.declared_terms]
        )
