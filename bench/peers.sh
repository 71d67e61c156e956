#!/bin/sh
# Times Gongkai and the tools people use today on the same generated reports and prints the table as Markdown.
#
#   bench/peers.sh           40 reports of each kind, clean and dirty, and 10 000 files; about ten minutes
#   bench/peers.sh --quick   a small run of about two minutes
#   bench/peers.sh --writing only the writers, about two minutes
#
# Installs what is missing: Debian packages (as root or by sudo), Python packages into bench/out/venv. Everything made
# stays in bench/out.
set -eu
cd "$(dirname "$0")/.."
out=bench/out
quick=
reports=20 distinct=1000 links=5
case "${1-}" in
    "") ;;
    --quick) quick=--quick reports=5 distinct=50 links=10 ;;
    --writing) quick=--writing reports=5 distinct=50 links=10 ;;
    *) echo "usage: bench/peers.sh [--quick|--writing]" >&2; exit 2 ;;
esac

packages=
command -v python3 >/dev/null && python3 -c 'import venv, ensurepip' 2>/dev/null || packages="$packages python3 python3-venv"
command -v pdftotext >/dev/null && command -v pdfunite >/dev/null || packages="$packages poppler-utils"
command -v soffice >/dev/null || packages="$packages libreoffice-writer-nogui"
fc-list :lang=zh 2>/dev/null | grep -q . || packages="$packages fontconfig fonts-noto-cjk"
if [ -n "$packages" ]; then
    root=
    [ "$(id -u)" = 0 ] || root=sudo
    $root apt-get update -q
    # shellcheck disable=SC2086  # a list of names
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $packages
fi

mkdir -p "$out"
if [ ! -x "$out/venv/bin/python" ]; then
    python3 -m venv "$out/venv"
fi
"$out/venv/bin/pip" install -q python-docx lxml openpyxl pandas pdfplumber chinesecalendar

target=$(cargo metadata --format-version 1 --no-deps | "$out/venv/bin/python" -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
cargo build --release -q --workspace --bin gongkai --example bench_peers --example corpus

# The reports: the same seed gives the same files on every machine.
rm -rf "$out/corpus" "$out/batch" "$out/many"
"$target/release/examples/corpus" "$out/corpus" "$reports" 7000 docx html xlsx txt
"$target/release/examples/corpus" "$out/corpus/source" "$reports" 7000 pdfsource
mkdir "$out/corpus/pdf"
soffice --headless "-env:UserInstallation=file://$PWD/$out/office" --convert-to pdf --outdir "$out/corpus/pdf" \
    "$out"/corpus/source/*.docx >/dev/null
for file in "$out"/corpus/pdf/*.pdf; do
    name=$(basename "$file" .pdf)
    mv "$file" "$out/corpus/pdf/pdf-${name#pdfsource-}.pdf"
    cp "$out/corpus/source/$name.truth.json" "$out/corpus/pdf/pdf-${name#pdfsource-}.truth.json"
done

# Many files: distinct reports, each linked several times, for the memory and the second worker.
"$target/release/examples/corpus" "$out/many" "$distinct" 90000 docx
mkdir -p "$out/batch/tenth"
for n in $(seq "$links"); do
    mkdir "$out/batch/$n"
    find "$out/many" -name '*.docx' -exec ln -t "$out/batch/$n" {} +
done
find "$out/many" -name '*.docx' | sort | head -n $((distinct * 2 * links / 10)) | xargs ln -t "$out/batch/tenth"

"$out/venv/bin/python" bench/peers/run.py "$target/release/gongkai" "$target/release/examples/bench_peers" \
    "$out/corpus" "$out/batch" "$out" $quick
