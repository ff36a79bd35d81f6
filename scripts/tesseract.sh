#!/usr/bin/env bash
# Letters in pictures are read by Debian's Tesseract; without it, `vedette observe text` says so and the rest works.
set -u
languages="eng rus ukr deu fra"
if command -v tesseract >/dev/null 2>&1; then
  known=$(tesseract --list-langs 2>/dev/null)
  for one in $languages; do
    grep -qx "$one" <<<"$known" || missing=1
  done
  [ -z "${missing:-}" ] && exit 0
fi
command -v apt-get >/dev/null 2>&1 || exit 0
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
echo "vedette: installing Debian's tesseract-ocr for text in pictures" >&2
export DEBIAN_FRONTEND=noninteractive
packages="tesseract-ocr tesseract-ocr-rus tesseract-ocr-ukr tesseract-ocr-deu tesseract-ocr-fra"
# shellcheck disable=SC2086
if ! (as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends $packages) >/dev/null 2>&1; then
  echo "vedette: could not install it: run 'sudo apt-get install $packages' to read text in pictures" >&2
fi
exit 0
