#!/usr/bin/env bash
# A PostgreSQL server with PostGIS for the tests: an installed one, else Debian's where it may be installed, else the
# tests say they skip. The tests start clusters of their own; the one that Debian starts is left alone.
set -u
for folder in /usr/lib/postgresql/*/bin; do
  [ -x "$folder/initdb" ] && ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 && exit 0
done
command -v apt-get >/dev/null 2>&1 || exit 0
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
echo "vedette: installing Debian's postgresql and postgis for the tests of the store" >&2
export DEBIAN_FRONTEND=noninteractive
if ! (as_root apt-get update -qq && as_root apt-get install -y -qq postgresql postgis postgresql-postgis) >/dev/null 2>&1; then
  echo "vedette: could not install postgresql; the tests of the store on it will be skipped" >&2
fi
exit 0
