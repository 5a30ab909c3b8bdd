"""The order of the steps, and nothing else: what commands, daemon and dashboard call."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_STEPS = {
    "import_files": "importing",
    "initialise": "initialising",
    "write_new": "initialising",
    "keep_pages": "pages",
    "collect": "collecting",
    "collect_dry": "collecting",
    "replay": "replaying",
    "estimate": "estimating",
    "demo": "demonstrating",
    "metrics": "measuring",
    "export": "exporting",
    "history": "recalling",
    "compare": "comparing",
    "explain": "explaining",
    "models_list": "packs",
    "models_show": "packs",
    "models_check": "packs",
    "models_diff": "differing",
    "connectors_list": "connectors",
    "connectors_show": "connectors",
    "connectors_read": "connectors",
    "reread": "rereading",
    "status": "inspecting",
    "doctor": "inspecting",
    "backup": "copying",
}


def __getattr__(name: str) -> Any:
    """Return a step; only its own module is imported, so that a light command stays light."""
    if name not in _STEPS:
        raise AttributeError(f"the pipeline has no step {name!r}")
    return getattr(import_module(f"solisten.pipeline.{_STEPS[name]}"), name)
