#!/usr/bin/env bash
# What a release is made of, into dist/: the wheel and the source, the parts list (SBOM) and the sums; see docs/releasing.md.
#   make release            from the last commit; what is not committed is not in it
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${BIN:-.venv/bin}
out=$PWD/dist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { printf 'release: %s\n' "$*" >&2; }

SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0

build() { # into $1, from a clean clone
  git clone --quiet --no-local . "$1/clone"
  git -C "$1/clone" checkout --quiet --detach "$(git rev-parse HEAD)"
  "$bin/python" "$1/clone/assets/build.py" >&2
  (cd "$1/clone" && "$bin/python" -m hatchling build --target sdist --target wheel --directory "$1/made" >&2)
}

case $bin in /*) ;; *) bin=$PWD/$bin ;; esac
mkdir -p "$work/one" "$work/two"
say "building twice from clean clones"
umask 022
build "$work/one"
umask 077 # another umask, folder and time of the clock: none of them may show
build "$work/two"
umask 022
"$bin/python" scripts/same.py "$work/one/made" "$work/two/made"

say "licences"
"$bin/python" scripts/licences.py --check

rm -rf "$out"
mkdir "$out"
cp "$work/one/made"/* "$out/"

say "parts list"
for lock in run dev; do
  "$bin/cyclonedx-py" requirements "locks/$lock.lock" --pyproject pyproject.toml --output-reproducible --short-PURLs --of JSON \
    -o "$work/$lock.json" 2>/dev/null
  "$bin/python" scripts/parts.py "$work/$lock.json" >"$out/vedette-$lock.cdx.json"
done

say "known weaknesses of the dependencies"
"$bin/python" scripts/audit.py ${AUDIT:+--required}

(cd "$out" && sha256sum -- * >SHA256SUMS)
say "done: dist/"
cat "$out/SHA256SUMS"
