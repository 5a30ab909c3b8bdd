"""Rule packs: what a maturity model says, as data that is checked before it is used."""
