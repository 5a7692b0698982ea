#!/usr/bin/env bash
# Draws every secret of compose.yaml, once, into secrets/ beside it, which git ignores. What is there is kept.
set -euo pipefail
cd "$(dirname "$0")"
umask 022
mkdir -p secrets
chmod 0700 secrets

draw() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
keep() { # FILE TEXT
  # Read by users of containers who are not you, to whom each file is mounted; the folder is yours alone.
  [ -e "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"
}
for name in postgres tradewind keycloak keycloak-admin grafana; do keep $name "$(draw)"; done
keep master.keys "k1 $(head -c 32 /dev/urandom | base64 | tr -d '\n')"
keep metrics.token ""
keep broker.properties "tradewind.database.url=postgresql://tradewind:$(cat secrets/tradewind)@127.0.0.1:5432/tradewind
tradewind.identity.issuer=http://127.0.0.1:8180/realms/tradewind
tradewind.identity.audience=tradewind
tradewind.identity.client-id=tradewind-portal
tradewind.identity.session-key=$(draw)
tradewind.agent.bootstrap-key=$(draw)
tradewind.secret.master-keys=file:/etc/tradewind/master.keys
tradewind.feed.shared=true
"
