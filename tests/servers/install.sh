#!/usr/bin/env bash
# Install into FOLDER, and as root on Debian by apt, the servers that the tests start; all at once. What cannot be had is
# told, and the tests that need it skip. Usage: tests/servers/install.sh FOLDER [postgresql], which installs that alone.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1" && cd "$1" || exit 1

told() { echo "tests/servers: no $1: $(tail -n 1 "$1.log")"; }

debian() { # name, packages: those that are missing; none of their services is started
  local name=$1 missing=(); shift
  for one; do dpkg -s "$one" >/dev/null 2>&1 || missing+=("$one"); done
  [ ${#missing[@]} = 0 ] && return
  (
    flock 9
    rule=/usr/sbin/policy-rc.d
    [ -e $rule ] || { printf '#!/bin/sh\nexit 101\n' >$rule; chmod +x $rule; trap 'rm -f $rule' EXIT; }
    export DEBIAN_FRONTEND=noninteractive
    get() { apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}"; }
    get || { apt-get update -q && get; }
  ) >"$name.log" 2>&1 9>.lock || told "$name"
}

python() { # name, requirements: in an environment of its own
  local name=$1; shift
  { python3 -m venv "$name" && "$name/bin/pip" install -q "$@"; } >"$name.log" 2>&1 || { told "$name"; rm -rf "$name"; }
}

bluesky() { # packages as they were on a day; npm builds none of them unless told, and what is built quickly is fast enough
  debian node nodejs redis-server g++ make
  mkdir -p bluesky && cp "$here/bluesky/package.json" bluesky || return
  (
    cd bluesky && npm install --before 2026-11-20 --ignore-scripts --no-package-lock --no-audit --no-fund &&
      CFLAGS=-O0 CXXFLAGS=-O0 npm rebuild better-sqlite3 && touch ready
  ) >bluesky.log 2>&1 || told bluesky
}

debian postgresql postgresql-15
[ "${2:-}" = postgresql ] && exit
bluesky &
debian wordpress wordpress wordpress-theme-twentytwentythree mariadb-server \
  php8.2-cli php8.2-mysql php8.2-xml php8.2-curl php8.2-gd php8.2-mbstring &
python mastodon_mock mastodon_mock==0.6.1 &
python isso isso==0.14.0 'setuptools<70' &
wait
