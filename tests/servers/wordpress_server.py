"""WordPress with MariaDB and PHP's own web server, all from Debian, that holds the story."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collecting import Listened, Shown, Source
from running import Running, ask, free_port
from story import ACCOUNTS, BRANDS, EDITED, second_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from story import Said

HERE = Path(__file__).parent / "wordpress"
DEBIAN = Path("/usr/share/wordpress")
CONFIG = """<?php
define('DB_NAME', 'wp'); define('DB_USER', 'wp'); define('DB_PASSWORD', 'wp');
define('DB_HOST', '127.0.0.1:{database}'); define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true); define('DISALLOW_FILE_MODS', true);
define('WP_ENVIRONMENT_TYPE', 'local');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $k) {{
    define($k . '_KEY', $k); define($k . '_SALT', $k);
}}
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
USERS = """create database wp character set utf8mb4;
create user wp@localhost identified by 'wp'; grant all on wp.* to wp@localhost;
create user wp@'127.0.0.1' identified by 'wp'; grant all on wp.* to wp@'127.0.0.1';"""


@dataclass(slots=True)
class WordPress:
    """The server: `ids` are those of articles and comments by key, `authors` of accounts."""

    running: Running
    port: int
    password: str
    authors: dict[str, int]
    ids: dict[str, int] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Return where it is."""
        return f"http://127.0.0.1:{self.port}"

    def listened(self) -> Listened:
        """Return how the blog is listened to."""
        official = {brand: str(self.authors[name]) for brand, name in BRANDS.items()}
        return Listened("wordpress", self.port, official, (Source("wordpress", self.url),))

    def shown(self, posts: Iterable[Said]) -> dict[str, Shown]:
        """Return what the blog says of articles and comments, by id."""
        return {
            self.uri(one.key): Shown(
                str(self.authors[one.author]),
                ACCOUNTS[one.author],
                one.t,
                self.uri(one.parent) if one.parent else "",
                self.uri(one.root),
                one.text,
            )
            for one in posts
        }

    def uri(self, key: str) -> str:
        """Return the id that the network knows of an article, or of a comment below its root."""
        root = self.roots[key]
        article = f"127.0.0.1:{self.port}/?p={self.ids[root]}"
        return article if key == root else f"{article}#comment-{self.ids[key]}"

    def tell(self, posts: Iterable[Said]) -> None:
        """Publish articles, and comments below them."""
        for one in posts:
            at = datetime.fromtimestamp(one.t, UTC).strftime("%Y-%m-%dT%H:%M:%S")
            body: dict[str, Any] = {"author": self.authors[one.author], "date_gmt": at}
            if one.parent:
                above = self.ids[one.parent] if one.parent != one.root else 0
                body |= {"post": self.ids[one.root], "parent": above, "content": one.text}
                body |= {"author_name": ACCOUNTS[one.author], "status": "approved"}
                body["author_email"] = f"{one.author}@example.com"
                made = self._call("comments", body)
            else:
                body |= {"title": f"Note {one.key}", "status": "publish"}
                made = self._call("posts", {**body, "content": f"<p>{one.text}</p>"})
            self.ids[one.key], self.roots[one.key] = made["id"], one.root

    def go_on(self) -> None:
        """Tell the second day and edit an article."""
        self.tell(second_day())
        for key, text in EDITED.items():
            self._call(f"posts/{self.ids[key]}", {"content": f"<p>{text}</p>"})

    def _call(self, path: str, body: Any) -> Any:
        word = base64.b64encode(f"admin:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {word}"}
        return ask("POST", f"{self.url}/wp-json/wp/v2/{path}", body, headers)[0]


def missing() -> str:
    """Return what is not installed, "" for nothing."""
    found = [name for name in ("mariadbd", "mariadb", "php8.2") if not shutil.which(name)]
    if not (DEBIAN / "wp-load.php").exists():
        found.append("wordpress")
    return f"not installed: {', '.join(found)}" if found else ""


def start(folder: Path) -> WordPress:
    """Install a blog in an empty folder and start it."""
    running, port = Running(folder), free_port()
    try:
        database = _database(running)
        site = folder / "site"
        # Debian links parts of it to places outside, some of which are not installed.
        subprocess.run(["cp", "-rL", DEBIAN, site], check=False, capture_output=True)
        url = f"http://127.0.0.1:{port}"
        (site / "wp-config.php").write_text(CONFIG.format(database=database, url=url))
        subprocess.run(
            ["php8.2", "-d", "memory_limit=256M", HERE / "install.php", site],
            input=json.dumps(ACCOUNTS).encode(),
            capture_output=True,
            check=False,
        )
        made = json.loads((site / "app.json").read_text())
        running.start(
            *("php8.2", "-d", "memory_limit=256M", "-S", f"127.0.0.1:{port}"),
            *("-t", site, HERE / "router.php"),
            PHP_CLI_SERVER_WORKERS="3",
        )
        running.wait_for(f"{url}/wp-json/")
    except BaseException:
        running.stop()
        raise
    return WordPress(running, port, made["password"], made["ids"])


def _database(running: Running) -> int:
    """Start MariaDB and return its port."""
    data, port, user = running.folder / "db", free_port(), f"--user={getuser()}"
    subprocess.run(
        [
            *("mariadb-install-db", "--no-defaults", user, f"--datadir={data}"),
            *("--auth-root-authentication-method=normal", "--skip-test-db"),
        ],
        capture_output=True,
        check=True,
    )
    running.start(
        *("mariadbd", "--no-defaults", user, f"--datadir={data}", f"--port={port}", "--socket="),
        *("--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=0"),
    )
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
            break
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
    words = ("mariadb", "--no-defaults", "--protocol=tcp", "-h", "127.0.0.1", "-P", str(port))
    subprocess.run([*words, "-u", "root", "-e", USERS], check=True, capture_output=True)
    return port
