#!/bin/sh
# Fills an office with a hundred thousand applications and measures it: pages on SQLite and PostgreSQL, the same pages in Django
# side by side, filing, a kill in the middle, memory. Prints the tables of docs/BENCHMARKS.md as Markdown.
#
#   bench/office.sh                        everything; filling takes some minutes the first time, measuring about ten
#   bench/office.sh --quick                a thousand applications, short runs, about two minutes
#   bench/office.sh --only pages,peers     some parts: pages, peers, filing, kill, memory, demo
#
# Installs what is missing: Debian packages (as root or by sudo), Python packages into bench/out/venv. Everything made stays in
# bench/out and on 127.0.0.1. GONGKAI_TARGET names another target directory of cargo.
set -eu
cd "$(dirname "$0")/.."
quick=
if [ "${1-}" = --quick ]; then
    quick="--applications 1000 --seconds 1 --rounds 1 --filings 300"
    shift
fi

packages=
command -v wrk >/dev/null || packages="$packages wrk"
command -v python3 >/dev/null && python3 -c 'import venv, ensurepip' 2>/dev/null || packages="$packages python3 python3-venv"
[ -d /usr/lib/postgresql ] || packages="$packages postgresql"
if [ -n "$packages" ]; then
    root=
    [ "$(id -u)" = 0 ] || root=sudo
    $root apt-get update -q
    # shellcheck disable=SC2086  # a list of names
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $packages
fi

mkdir -p bench/out
[ -x bench/out/venv/bin/python ] || python3 -m venv bench/out/venv
bench/out/venv/bin/pip install -q 'django>=5.2,<5.3' gunicorn 'psycopg[binary]>=3.2' chinesecalendar

target=${GONGKAI_TARGET-$(cargo metadata --format-version 1 --no-deps |
    bench/out/venv/bin/python -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')}
[ -n "${GONGKAI_TARGET-}" ] || cargo build --release --workspace --bin gongkai --example office_corpus
# shellcheck disable=SC2086  # a list of options
exec bench/out/venv/bin/python bench/office/run.py --gongkai "$target/release/gongkai" \
    --corpus "$target/release/examples/office_corpus" $quick "$@"
