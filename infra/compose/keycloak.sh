#!/usr/bin/env bash
# Keycloak takes passwords from its environment alone; they come from files.
set -euo pipefail
KC_DB_PASSWORD=$(cat /run/passwords/keycloak)
KC_BOOTSTRAP_ADMIN_PASSWORD=$(cat /run/passwords/keycloak-admin)
export KC_DB_PASSWORD KC_BOOTSTRAP_ADMIN_PASSWORD
exec /opt/keycloak/bin/kc.sh start --import-realm
