"""The secrets of a source: what `env:NAME` stands for, put into requests to its own host alone."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from solisten.config import secret
from solisten.connector import Request, RequestFailed
from solisten.errors import ConfigError
from solisten.web import Credentials

if TYPE_CHECKING:
    from solisten.config import Source

SHORTEST = 4  # a shorter text is taken out of no message: it would stand in every word


@dataclass(slots=True)
class Secrets:
    """Hold what a source's `env:` options stand for, and the host that may know it."""

    source: str
    options: Mapping[str, str] = field(repr=False)
    values: Mapping[str, str] = field(repr=False)
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    home: str = ""

    def taken_out(self, text: str) -> str:
        """Return a message without any secret in it."""
        for name, value in self.values.items():
            if len(value) >= SHORTEST:
                text = text.replace(value, name)
        return text


def secrets_of(source: Source, environ: Mapping[str, str]) -> Secrets:
    """Read a source's secrets from the environment; ConfigError when one is missing there."""
    named = {
        key: value
        for key, value in source.options.items()
        if isinstance(value, str) and value.startswith("env:")
    }
    texts = {*named.values(), *({source.url} if source.url.startswith("env:") else ())}
    values = {text: secret(text, environ) for text in sorted(texts)}
    url = values.get(source.url, source.url)
    bare, headers = _without_password(url)
    return Secrets(
        source=source.id,
        options={key: values[text] for key, text in named.items()},
        values=values,
        url=bare,
        headers=headers,
    )


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """Return a URL without the name and password in it, and the header that says them."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, {}
    code = base64.b64encode(unquote(user).encode()).decode()
    return parts._replace(netloc=host).geturl(), {"authorization": f"Basic {code}"}


def with_secrets(request: Request, secrets: Secrets) -> tuple[Request, Credentials]:
    """Return a request with what `auth` and `env:NAME` in it ask for, kept apart from its words.

    The first host that is asked with a secret, or the source's own, is the only one that gets any:
    an answer that leads elsewhere must not lead them there. Raises RequestFailed `denied`.
    """
    headers = {k: v for k, v in request.headers.items() if v in secrets.values}
    params = {k: v for k, v in request.params.items() if v in secrets.values}
    json = _filled(request.json, secrets.values)
    host = urlsplit(request.url).netloc.casefold()
    own = secrets.headers if host == urlsplit(secrets.url).netloc.casefold() else {}
    if not (headers or params or request.auth or own or json != request.json):
        return request, Credentials()
    if not own:
        _pin(secrets, host)
    by_auth = _authorised(request.auth, secrets)
    bare = replace(
        request,
        headers={k: v for k, v in request.headers.items() if k not in headers},
        params={k: v for k, v in request.params.items() if k not in params},
        json=json,
    )
    return bare, Credentials(
        headers={**own, **{k: secrets.values[v] for k, v in headers.items()}, **by_auth.headers},
        params={**{k: secrets.values[v] for k, v in params.items()}, **by_auth.params},
    )


def _pin(secrets: Secrets, host: str) -> None:
    own = urlsplit(secrets.url).netloc.casefold()
    secrets.home = secrets.home or host
    if host not in {secrets.home, own}:
        failure = RequestFailed("denied")
        failure.add_note(f"{host} is not told the secrets of {secrets.home}")
        raise failure


def _authorised(auth: str, secrets: Secrets) -> Credentials:
    """Return what a connector's `auth` stands for: bearer, basic, query:NAME."""
    scheme, _, name = auth.partition(":")
    if not scheme:
        return Credentials()
    if scheme == "bearer":
        return Credentials({"authorization": f"Bearer {_option(secrets, 'token')}"})
    if scheme == "basic":
        pair = f"{_option(secrets, 'client_id')}:{_option(secrets, 'client_secret')}"
        return Credentials({"authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"})
    if scheme == "query" and name:
        return Credentials(params={name: _option(secrets, name)})
    raise ConfigError(
        f'source "{secrets.source}": its connector asks for auth "{auth}", which '
        "is none of bearer, basic, query:NAME; that is a bug of the connector"
    )


def _option(secrets: Secrets, name: str) -> str:
    if name not in secrets.options:
        raise ConfigError(
            f'config, [[source]] "{secrets.source}": it needs {name}; write {name} = "env:NAME"'
        )
    return secrets.options[name]


def _filled(value: Any, known: Mapping[str, str]) -> Any:
    """Return JSON with each `env:NAME` of the source replaced."""
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, Mapping):
        return {key: _filled(one, known) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(one, known) for one in value]
    return value
