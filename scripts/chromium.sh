#!/usr/bin/env bash
# A real browser for the tests: an installed one, else Debian's where it may be installed, else the tests say they skip.
set -u
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
command -v apt-get >/dev/null 2>&1 || exit 0
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
echo "vedette: installing Debian's chromium for the browser tests" >&2
export DEBIAN_FRONTEND=noninteractive
if ! (as_root apt-get update -qq && as_root apt-get install -y -qq chromium) >/dev/null 2>&1; then
  echo "vedette: could not install chromium; the browser tests will be skipped" >&2
fi
exit 0
