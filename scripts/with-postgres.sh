#!/usr/bin/env bash
# with-postgres.sh COMMAND...: run COMMAND with ZOETROPE_TEST_POSTGRES set to a throw-away PostgreSQL on a private port.
# An already set ZOETROPE_TEST_POSTGRES is used as it is. Where PostgreSQL is not installed, says so and runs COMMAND
# without it: the tests then cover SQLite only.
set -euo pipefail

if [ -n "${ZOETROPE_TEST_POSTGRES:-}" ]; then exec "$@"; fi

bin=$(dirname "$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1 || true)")
if [ ! -x "$bin/initdb" ]; then
  echo "with-postgres: PostgreSQL is not installed; running the SQLite half only" >&2
  exec "$@"
fi

dir=$(mktemp -d /tmp/zoetrope-pg.XXXXXX)
# PostgreSQL refuses to run as root, so root runs it as the postgres user.
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  chown postgres "$dir"
  as() { runuser -u postgres -- "$@"; }
fi
stop() {
  as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

cd /
as "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/init.log" 2>&1 ||
  { cat "$dir/init.log" >&2; exit 1; }
# A port that nothing listens on: the kernel's answer to "any", asked for by trying.
for try in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 20000))
  # fsync off: the cluster is thrown away, and nobody trusts it with data.
  if as "$bin/pg_ctl" -D "$dir/data" -w -t 30 -l "$dir/log" start -o \
    "-p $port -k $dir -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300 -c shared_buffers=64MB" >/dev/null; then
    break
  fi
  [ $try != 5 ] || { cat "$dir/log" >&2; exit 1; }
done
cd "$OLDPWD"
export ZOETROPE_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
"$@"
