# Sourced by the checks that want a PostgreSQL server: want_postgres or start_postgres, then $postgres_port; psql_as_admin; stop_postgres.
# The newest one that Debian has installed, in a folder of its own, on a free loopback port, as a user who is not root.
# shellcheck shell=bash
postgres_programs=$(find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -n 1)
postgres_folder=
postgres_port=

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

# Another lane may take the port between the look and the start: then the next one is tried.
start_postgres() {
  postgres_folder=$(mktemp -d)
  [ "$(id -u)" -ne 0 ] || chown postgres "$postgres_folder"
  as_postgres "$postgres_programs/initdb" --pgdata="$postgres_folder/data" --username=admin --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    >"$postgres_folder.log" 2>&1 || { cat "$postgres_folder.log"; return 1; }
  postgres_port=15432
  local attempt
  for attempt in 1 2 3 4 5; do
    while (: <"/dev/tcp/127.0.0.1/$postgres_port") 2>/dev/null; do postgres_port=$((postgres_port + 1)); done
    as_postgres "$postgres_programs/pg_ctl" start --wait --silent --pgdata="$postgres_folder/data" --log="$postgres_folder/log" \
      --options="-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off" >>"$postgres_folder.log" 2>&1 && return
    echo "PostgreSQL did not start on port $postgres_port (attempt $attempt)."
    postgres_port=$((postgres_port + 1))
  done
  cat "$postgres_folder.log" "$postgres_folder/log" 2>/dev/null
  return 1
}

# Starts it; ends the check where there is none, or none that the broker works on.
want_postgres() {
  if [ -z "$postgres_programs" ] || ! command -v pg_dump >/dev/null || ! command -v pg_restore >/dev/null; then
    echo "PostgreSQL is not installed (Debian: postgresql)."
    exit 1
  fi
  if [ "$("$postgres_programs/postgres" --version | grep -oE '[0-9]+' | head -n 1)" -lt 15 ]; then
    echo "skipped: $postgres_programs is older than PostgreSQL 15, the oldest that the broker works on"
    exit 0
  fi
  start_postgres || exit 1
}

psql_as_admin() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "postgresql://admin@127.0.0.1:$postgres_port/postgres" "$@"
}

stop_postgres() {
  [ -n "$postgres_folder" ] || return 0
  as_postgres "$postgres_programs/pg_ctl" stop --silent --mode=immediate --pgdata="$postgres_folder/data" >/dev/null 2>&1
  rm -rf "$postgres_folder" "$postgres_folder.log"
}
