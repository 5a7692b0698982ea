#!/usr/bin/env bash
# Puts what backup.sh wrote into an empty database, and looks whether it holds together. No broker may be running on it:
#   TRADEWIND_DATABASE_URL=postgresql://user:password@host:5432/name infra/backup/restore.sh FILE
set -euo pipefail
file=${1:?"From where? infra/backup/restore.sh FILE"}
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=infra/backup/connect.sh
. "$here/connect.sh"

if [ "$(ask -c "select count(*) from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')")" != 0 ]; then
  echo "The database is not empty. Make a new one, and restore into that." >&2
  exit 1
fi
# Triggers, policies and foreign keys come after the rows, so that neither append-only books nor tenants stand in the way. All or nothing.
pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$url" "$file"
ask -c 'set client_min_messages = error' -c analyze

export PGOPTIONS="${PGOPTIONS:-} -c tradewind.tenant=broker"
ask --file="$here/verify.sql"
