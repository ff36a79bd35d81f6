#!/usr/bin/env bash
# Makes .venv from the locks, hash by hash. Debian's python3-venv is installed where it is missing and may be.
set -euo pipefail
cd "$(dirname "$0")/.."
what=$1
venv=.venv

say() { printf 'vedette: %s\n' "$*" >&2; }

find_python() {
  for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  say "Python 3.11 or newer is needed; install it (Debian, Ubuntu: apt-get install python3) or name it: make PYTHON=/path/to/python3"
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

make_venv() {
  python=$(find_python)
  if "$python" -m venv "$venv" >/dev/null 2>&1; then return; fi
  rm -rf "$venv"
  say "this Python cannot make virtual environments; installing Debian's python3-venv"
  if ! (as_root apt-get update -qq && as_root apt-get install -y -qq python3-venv) >/dev/null 2>&1; then
    say "could not install it: run 'sudo apt-get install python3-venv', then make again"
    exit 1
  fi
  "$python" -m venv "$venv"
}

[ -x "$venv/bin/python" ] || make_venv
pip=("$venv/bin/python" -m pip --disable-pip-version-check --quiet)

case $what in
run)
  say "installing (a minute or two, once)"
  bash scripts/tesseract.sh
  "${pip[@]}" install --require-hashes -r locks/run.lock
  "${pip[@]}" install --no-deps --no-build-isolation --editable .
  "$venv/bin/python" assets/build.py
  # So that the first demo and the first analysis are quick.
  "$venv/bin/python" -c 'from vedette.reference.gazetteer import gazetteer_path as build; build(lambda: print("vedette: building the gazetteer of places (about half a minute)", flush=True))' >&2
  touch "$venv/.installed"
  ;;
dev)
  say "installing what the tests need"
  "${pip[@]}" install --require-hashes -r locks/dev.lock
  touch "$venv/.developing"
  ;;
esac
