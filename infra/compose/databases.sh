#!/usr/bin/env bash
# Run once by the PostgreSQL image: a database for each, owned by a user who owns nothing else.
set -euo pipefail
for name in tradewind keycloak; do
  psql --set=ON_ERROR_STOP=1 --set=name=$name --set=password="$(cat /run/passwords/$name)" --username="${POSTGRES_USER:-postgres}" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
SQL
done
