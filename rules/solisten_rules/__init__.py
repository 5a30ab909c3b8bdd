"""The shipped rule packs, one TOML file each."""
