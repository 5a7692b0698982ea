# Sourced by the scripts beside it: ask [PSQL'S OPTIONS] asks the database at $url.
# shellcheck shell=bash
url=${TRADEWIND_DATABASE_URL:?"Set TRADEWIND_DATABASE_URL to the address that the broker has."}
# The password goes by the environment: command lines are for everybody to read.
if [[ $url =~ ^(jdbc:)?postgres(ql)?://([^:@/]+):([^@/]*)@(.*)$ ]]; then
  password=${BASH_REMATCH[4]//\\/\\\\}
  url=postgresql://${BASH_REMATCH[3]}@${BASH_REMATCH[5]}
  PGPASSWORD=$(printf '%b' "${password//%/\\x}")
  export PGPASSWORD
fi

ask() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$url" "$@"
}
