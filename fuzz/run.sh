#!/usr/bin/env bash
# Fuzzes the readers under coverage guidance, one after the other, starting from the saved documents of the tests.
#
#   fuzz/run.sh                 120 s each
#   fuzz/run.sh 3600 pdf docx   an hour each of these two
#
# Needs `cargo install cargo-fuzz --locked`. A nightly compiler is taken when there is one; else RUSTC_BOOTSTRAP=1 lets
# the stable one take the sanitizer's options. What is found stays in fuzz/corpus and fuzz/artifacts (neither belongs to
# the tree); the file of a crash is to be copied into crates/extract/tests/corpus, where every test run replays it.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-120}
shift || true
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || targets=(txt markdown html script docx xlsx pdf)
cargo fuzz --version >/dev/null || { echo "run first: cargo install cargo-fuzz --locked" >&2; exit 2; }
toolchain=()
if rustup toolchain list 2>/dev/null | grep -q '^nightly'; then toolchain=(+nightly); else export RUSTC_BOOTSTRAP=1; fi

saved=crates/extract/tests/corpus
for target in "${targets[@]}"; do
  corpus=fuzz/corpus/$target
  mkdir -p "$corpus"
  case $target in
    # these two take the XML, as changes to packed bytes seldom get past the archive
    docx) part=word/document.xml ;;
    xlsx) part=xl/worksheets/sheet1.xml ;;
    *) part= ;;
  esac
  for file in "$saved/$target"/*; do
    [ "$target" = markdown ] || case $file in *.md | *.py | *.tsv) continue ;; esac
    seed=$corpus/$(basename "$file")
    if [ -z "$part" ]; then
      cp "$file" "$seed"
    else
      # broken packages are saved documents too
      python3 - "$file" "$part" "$seed.xml" <<'PY' || true
import sys, zipfile
try:
    xml = zipfile.ZipFile(sys.argv[1]).read(sys.argv[2])
except Exception:
    sys.exit(0)
if len(xml) < 1 << 20:
    open(sys.argv[3], "wb").write(xml)
PY
    fi
  done
  echo "==> $target, $seconds s"
  # a reader has 30 s and 512 MiB for a file; the sanitizer doubles both
  ASAN_OPTIONS=quarantine_size_mb=16 cargo "${toolchain[@]}" fuzz run "$target" -- \
    -max_total_time="$seconds" -timeout=60 -rss_limit_mb=1536 -max_len=262144 -print_final_stats=1
done
