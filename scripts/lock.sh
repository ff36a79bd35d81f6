#!/usr/bin/env bash
# New locks: hashes of every file, no address of any registry.
set -euo pipefail
cd "$(dirname "$0")/.."
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
python3 -m venv "$tool" && "$tool/bin/pip" install --quiet uv
compile=("$tool/bin/uv" pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet --constraint locks/held.txt --extra build
  --extra media --extra pdf --extra satellite)
"${compile[@]}" --output-file locks/run.lock
"${compile[@]}" --extra catalogue --extra links --extra speech --extra speech-model --extra postgres --extra ray --extra warc --extra mail --extra telegram \
  --extra evidence --extra backup --extra encoder --extra tables --extra frames --extra docs --extra notebooks --extra dev --constraint locks/run.lock --output-file locks/dev.lock
