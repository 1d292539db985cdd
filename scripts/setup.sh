#!/usr/bin/env bash
# setup.sh runtime|test|tour: install the programs that the server (its tests, the tour) call, where they are missing.
# Uses apt or brew; as an ordinary user it asks through sudo. Does nothing when all is there.
set -euo pipefail

what=${1:-runtime}
have() { command -v "$1" >/dev/null 2>&1; }
have_postgres() { have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

missing=()
have ffmpeg && have ffprobe || missing+=(ffmpeg)
have espeak-ng || missing+=(espeak-ng)
have flite || missing+=(flite)
if [ "$what" = tour ]; then
  have curl || missing+=(curl)
  have jq || missing+=(jq)
fi
if [ "$what" = test ]; then have_postgres || missing+=(postgresql); fi
[ ${#missing[@]} -eq 0 ] && exit 0

echo "setup: installing ${missing[*]}"
if have apt-get; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  # A PostgreSQL for the tests needs no standing server: keep the package from starting one.
  if [[ " ${missing[*]} " == *" postgresql "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Options::=--force-confold "${missing[@]}" >/dev/null
elif have brew; then
  brew install "${missing[@]/postgresql/postgresql@16}"
else
  echo "setup: neither apt-get nor brew is here; install by hand: ${missing[*]}" >&2
  exit 1
fi
