#!/usr/bin/env bash
# Gets valkey-server 8.0 from Debian's backports into a folder, once, and prints its path. Nothing is installed and no source is
# added: apt keeps its lists in the folder and checks them with the archive's key. Needs apt and dpkg, no root. The libraries
# it loads come with redis-server.
# Argument: the folder.
set -euo pipefail
mkdir -p "$1"
target=$(cd "$1" && pwd)
program=$target/root/usr/bin/valkey-server
if [[ ! -x $program ]]; then
    keys=/usr/share/keyrings/debian-archive-keyring.gpg
    [[ -r $keys ]] && type -P apt-get dpkg-deb >/dev/null || { echo "not on the PATH, and this is no Debian to get it for" >&2; exit 1; }
    mkdir -p "$target/lists/partial" "$target/cache/archives/partial"
    echo "deb [signed-by=$keys] http://deb.debian.org/debian bookworm-backports main" >"$target/sources.list"
    apt=(apt-get -qq -o "Dir::Etc::sourcelist=$target/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$target/lists" -o "Dir::Cache=$target/cache"
        -o APT::Sandbox::User= -o Acquire::Retries=1 -o Acquire::http::Timeout=20)
    cd "$target"
    "${apt[@]}" -o APT::Update::Error-Mode=any update >&2
    "${apt[@]}" download "valkey-server=8.0.*" "valkey-tools=8.0.*" >&2
    for package in ./*.deb; do dpkg-deb -x "$package" unpacked; done
    mv unpacked root
    rm -r ./*.deb lists cache sources.list
fi
"$program" --version >&2
echo "$program"
