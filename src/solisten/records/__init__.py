"""Post records (DESIGN 7.2): files of them read into posts, posts written as them."""

from solisten.records.columns import Options
from solisten.records.presets import preset_named, preset_names
from solisten.records.reading import Progress, Row, read_bytes, read_file
from solisten.records.rows import FIELDS, Hidden, Rejected
from solisten.records.writing import to_json_line, to_record

__all__ = [
    "FIELDS",
    "Hidden",
    "Options",
    "Progress",
    "Rejected",
    "Row",
    "preset_named",
    "preset_names",
    "read_bytes",
    "read_file",
    "to_json_line",
    "to_record",
]
