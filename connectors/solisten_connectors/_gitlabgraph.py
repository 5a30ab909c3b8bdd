"""What GitLab's GraphQL interface says of issues and notes, in the shapes of its REST interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten_connectors._json import identifier, inner, table, tables, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ID = "gid://gitlab/"
NAMES = {
    "createdAt": "created_at",
    "updatedAt": "updated_at",
    "lastEditedAt": "last_edited_at",
    "webUrl": "web_url",
    "sourceBranch": "source_branch",
}


def graph_items(data: Any) -> Iterator[dict[str, Any]]:
    """Yield issues and merge requests, each with its discussions or single notes behind it.

    >>> issue = {"id": "gid://gitlab/Issue/7", "iid": "1", "title": "x", "createdAt": "2026-05-01"}
    >>> [one["id"] for one in graph_items({"project": {"issues": {"nodes": [issue]}}})]
    ['7']
    """
    stack: list[tuple[Any, str, str]] = [(data, "", "")]
    while stack:
        value, kind, number = stack.pop()
        if isinstance(value, list):
            stack.extend((one, kind, number) for one in inner(value))
        elif isinstance(value, dict):
            if text(value.get("visibility")) in {"private", "internal"}:
                continue
            own, name = _named(value)
            if "iid" in value and "title" in value:
                yield _rest(value) | {"id": name, "project_id": "graph"}
                if value.get("confidential") is True:
                    continue  # so is what is said about it
                kind, number = own, name
            elif own.endswith("Note"):
                yield _note(value, kind, number)
                continue
            elif own.endswith("Discussion") and isinstance(value.get("notes"), dict):
                notes = tables(value["notes"].get("nodes"))
                said = [_note(one, kind, number) for one in notes]
                yield {"id": name, "individual_note": len(said) < 2, "notes": said}
                continue
            # Where the discussions are told, the notes alone are the same ones again.
            left = {"notes"} if "discussions" in value else set[str]()
            stack.extend(
                (one, kind, number)
                for key, one in reversed(value.items())
                if key not in left and isinstance(one, dict | list)
            )


def _named(value: Mapping[str, Any]) -> tuple[str, str]:
    """Return the kind and the number in an id."""
    found = identifier(value.get("id"))
    kind, _, number = found.removeprefix(ID).partition("/")
    return (kind, number) if found.startswith(ID) else ("", "")


def _note(value: Mapping[str, Any], kind: str, number: str) -> dict[str, Any]:
    above = {"noteable_type": kind, "noteable_id": number}
    return _rest(value) | {"id": _named(value)[1], "body": value.get("body"), **above}


def _rest(value: Mapping[str, Any]) -> dict[str, Any]:
    told = {NAMES.get(key, key): one for key, one in value.items()}
    author = table(value.get("author"))
    return told | {"author": {**author, "web_url": text(author.get("webUrl"))}}
