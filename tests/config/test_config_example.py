"""The example configuration loads, runs on the sample and names every key."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from solisten import config
from solisten.config import brands, sources
from solisten.config.loading import LISTS, SECTIONS

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TEXT = EXAMPLE.read_text(encoding="utf-8")
SHAPES: dict[str, type[msgspec.Struct]] = {
    "[store]": config.Store,
    "[window]": config.Window,
    "[[brand]]": brands.BrandTable,
    "[[brand.declared]]": config.Declared,
    "[[topic]]": brands.TopicTable,
    "[[source]]": sources.SourceTable,
    "[collector]": config.Collector,
    "[privacy]": config.Privacy,
    "[alerts]": config.Alerts,
    "[plugins]": config.Plugins,
    "[import]": config.Import,
    "[model]": config.Model,
}
KEYS = [
    (header, field.encode_name)
    for header, shape in SHAPES.items()
    for field in msgspec.structs.fields(shape)
    if field.name != "declared"
]


def part(header: str) -> str:
    """Return the lines below the first table of this name."""
    _, _, rest = TEXT.partition(f"\n{header}\n")
    if not rest:
        _, _, rest = TEXT.partition(f"\n#{header}\n")
    return re.split(r"^#?\[", rest, maxsplit=1, flags=re.MULTILINE)[0]


def test_every_table_is_known_here() -> None:
    assert {header.strip("[]") for header in SHAPES} == {*SECTIONS, *LISTS, "brand.declared"}


@pytest.mark.parametrize(("header", "key"), KEYS)
def test_every_key_is_named_and_explained(header: str, key: str) -> None:
    lines = part(header).splitlines()
    at = next(n for n, line in enumerate(lines) if re.match(rf"#?{key} = ", line))
    explained = re.search(r"\S\s+# \w", lines[at]) or (at > 0 and lines[at - 1].startswith("# "))
    assert explained, f"{header} {key} is not explained"


def test_it_shows_the_defaults() -> None:
    loaded = config.load(EXAMPLE)
    plain = config.Config()
    for name in ("window", "collector", "privacy", "alerts", "plugins", "import_", "model"):
        assert getattr(loaded, name) == getattr(plain, name), name
    assert loaded.store.url == f"sqlite:///{EXAMPLE.parent.as_posix()}/solisten.db"
    assert not loaded.notes


def test_it_holds_the_sample_and_no_live_source() -> None:
    loaded = config.load(EXAMPLE)
    assert [brand.name for brand in loaded.brands] == ["Brightsill", "Voltbalk", "Sunladder"]
    assert loaded.sources == ()
    sample = EXAMPLE.parent / "src" / "solisten" / "sample" / "config.toml"
    for shown, shipped in zip(loaded.brands, config.load(sample).brands, strict=True):
        assert msgspec.structs.replace(shown, promise=shipped.promise) == shipped


def test_what_is_commented_out_loads_too(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(re.sub(r"^#(?=\S)", "", TEXT, flags=re.MULTILINE), encoding="utf-8")
    loaded = config.load(path)
    assert [source.connector for source in loaded.sources] == ["mastodon", "discourse", "rss"]
    first = loaded.sources[0]
    assert (first.every, first.brands, first.max_requests) == (900, ("Brightsill",), 200)
    assert first.options == {"hashtags": ["balconysolar", "balkonkraftwerk", "brightsill"]}
    assert loaded.sources[1].every == config.Source(id="x", connector="x").every
    assert loaded.alerts.smtp is not None
    assert loaded.alerts.smtp.sender == "solisten@acme.example"


def test_design_says_the_same_keys(shared: Path) -> None:
    design = (shared / "DESIGN.md").read_text(encoding="utf-8")
    also = design[design.index("Also: `[[brand]] staff") : design.index("Each with its default")]
    for table, keys in re.findall(r"`(\[+\w+\]+) ([\w, ]+)`", also):
        named = {key for header, key in KEYS if header == table}
        assert set(keys.split(", ")) <= named, table
