#!/usr/bin/env bash
# Writes what a broker keeps to one file, while it runs:
#   TRADEWIND_DATABASE_URL=postgresql://user:password@host:5432/name infra/backup/backup.sh FILE
# With pg_dump of the server's version or newer. Keys are not in it: see README.md.
set -euo pipefail
file=${1:?"Where to? infra/backup/backup.sh FILE"}
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=infra/backup/connect.sh
. "$here/connect.sh"

# As the broker itself, whom no policy hides anything from: row-level security is forced on owners too. A superuser it never hides from.
export PGOPTIONS="${PGOPTIONS:-} -c tradewind.tenant=broker"
# Whatever would hide a row from the broker would be missing in the backup, and nobody would notice.
hidden=$(ask -c "select string_agg(tablename || '.' || policyname, ', ') from pg_policies
  where schemaname = current_schema() and coalesce(qual, '') not like '%acting_for_broker()%'")
if [ -n "$hidden" ]; then
  echo "These policies may hide rows from the broker, and so from the backup: $hidden" >&2
  exit 1
fi

umask 077
# What it must hold is told by the same moment of the database.
coproc moment { ask; }
# shellcheck disable=SC2154
asking=$moment_PID
echo 'begin isolation level repeatable read read only; select pg_export_snapshot();' >&"${moment[1]}"
read -r snapshot <&"${moment[0]}"
pg_dump --format=custom --enable-row-security --no-owner --no-privileges --snapshot="$snapshot" --file="$file.part" "$url"
# Read whole once: a file that was cut short is not a backup.
pg_restore --file=/dev/null "$file.part"
mv "$file.part" "$file"
printf '%s\n' "\\o '$file.state'" "\\i '$here/verify.sql'" '\q' >&"${moment[1]}"
if ! wait "$asking"; then
  echo "The backup is in $file, but the database was not in order." >&2
  exit 1
fi
echo "$file: $(du -k "$file" | cut -f1) kB. Keep the keys elsewhere."
