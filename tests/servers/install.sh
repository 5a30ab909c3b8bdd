#!/usr/bin/env bash
# Install the servers that tests/servers starts, into FOLDER and (as root, on Debian) by apt; what cannot be had is told
# and its tests skip. Usage: tests/servers/install.sh FOLDER [postgres] [python] [wordpress] [bluesky]
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$1; shift
mkdir -p "$folder"
wanted=" ${*:-postgres python wordpress bluesky} "

debian() { # name, packages: those that are missing, without starting their services
  local name=$1 missing=(); shift
  for one; do dpkg -s "$one" >/dev/null 2>&1 || missing+=("$one"); done
  [ ${#missing[@]} = 0 ] && return
  (
    flock 9
    rule=/usr/sbin/policy-rc.d
    [ -e $rule ] || { printf '#!/bin/sh\nexit 101\n' >$rule; chmod +x $rule; trap 'rm -f $rule' EXIT; }
    export DEBIAN_FRONTEND=noninteractive
    install() { apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}"; }
    install || { apt-get update -q && install; }
  ) >"$folder/$name.log" 2>&1 9>"$folder/.lock" || echo "tests/servers: $name is not installed: $(tail -1 "$folder/$name.log")"
}

python() { # name, requirements: in an environment of its own
  local name=$1; shift
  [ -x "$folder/$name/bin/$name" ] && return
  { python3 -m venv "$folder/$name" && "$folder/$name/bin/pip" install -q "$@"; } >"$folder/$name.log" 2>&1 ||
    { rm -rf "${folder:?}/$name"; echo "tests/servers: $name is not installed: $(tail -1 "$folder/$name.log")"; }
}

bluesky() {
  [ -e "$folder/bluesky/installed" ] && return
  mkdir -p "$folder/bluesky" && cp "$here"/bluesky/package*.json "$folder/bluesky/"
  (cd "$folder/bluesky" && npm ci --no-audit --no-fund && touch installed) >"$folder/npm.log" 2>&1 ||
    echo "tests/servers: bluesky is not installed: $(tail -1 "$folder/npm.log")"
}

[[ $wanted = *" postgres "* || $wanted = *" bluesky "* ]] && debian postgresql postgresql-15 &
[[ $wanted = *" python "* ]] && python mastodon_mock mastodon_mock==0.6.1 &
[[ $wanted = *" python "* ]] && python isso isso==0.14.0 'setuptools<70' &
[[ $wanted = *" wordpress "* ]] && debian wordpress wordpress wordpress-theme-twentytwentythree mariadb-server \
  php8.2-cli php8.2-mysql php8.2-xml php8.2-curl php8.2-gd php8.2-mbstring &
[[ $wanted = *" bluesky "* ]] && { debian redis redis-server & bluesky; } &
wait
