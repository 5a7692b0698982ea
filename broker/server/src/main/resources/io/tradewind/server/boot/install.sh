#!/bin/sh
# Installs the Tradewind agent on this machine and enrols it at the site whose token is given:
#   TRADEWIND_ENROLMENT_TOKEN=… sh install.sh [--executor NAME …]
# What is fetched must have the checksums below. Run it again to bring the agent up to date; the machine stays enrolled.
# TRADEWIND_ROOT puts everything under another folder and starts nothing.
set -eu

BROKER='@BROKER@'
AGENT_SHA256='@AGENT_SHA256@'
RUNTIME='@RUNTIME@'
RUNTIME_SHA256='@RUNTIME_SHA256@'
ROOT="${TRADEWIND_ROOT:-}"
HOME_FOLDER="$ROOT/opt/tradewind-agent"
STATE="$ROOT/var/lib/tradewind-agent"
UNIT="$ROOT/etc/systemd/system/tradewind-site-agent.service"

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

[ -n "$ROOT" ] || [ "$(id -u)" -eq 0 ] || fail "Run this as root: it installs a service."
has curl || fail "curl is missing. Install it and run this again."
has sha256sum || fail "sha256sum is missing. Install coreutils and run this again."

# fetch NAME CHECKSUM FILE
fetch() {
  curl -fsS --retry 3 --connect-timeout 10 --max-time 600 ${TRADEWIND_CERTIFICATE:+--cacert "$TRADEWIND_CERTIFICATE"} -o "$3.new" "${BROKER}agent/v1/$1"
  printf '%s  %s\n' "$2" "$3.new" | sha256sum -c - >/dev/null 2>&1 || { rm -f "$3.new"; fail "What $BROKER sent for $1 has another checksum than this script expects. Fetch the script again."; }
  mv "$3.new" "$3"
}

umask 022
mkdir -p "$HOME_FOLDER" "$STATE" "$(dirname "$UNIT")"
chmod 0700 "$STATE"
fetch agent.jar "$AGENT_SHA256" "$HOME_FOLDER/agent.jar"

suitable() { "$1" -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])'; }
if [ -n "$RUNTIME" ] && [ "$(uname -s | tr 'A-Z' 'a-z')-$(uname -m)" = "$RUNTIME" ]; then
  fetch "runtime-$RUNTIME.tar.gz" "$RUNTIME_SHA256" "$HOME_FOLDER/runtime.tar.gz"
  rm -rf "$HOME_FOLDER/runtime"
  tar -xzf "$HOME_FOLDER/runtime.tar.gz" -C "$HOME_FOLDER"
  rm -f "$HOME_FOLDER/runtime.tar.gz"
  JAVA="$HOME_FOLDER/runtime/bin/java"
  suitable "$JAVA" || { has java && suitable java || fail "The runtime of the broker does not run here. Install Java 17 and run this again."; JAVA=$(command -v java); }
elif has java && suitable java; then
  JAVA=$(command -v java)
else
  fail "The broker has no runtime for this machine ($(uname -s) $(uname -m)). Install Java 17 or newer and run this again."
fi

if [ -n "${TRADEWIND_ENROLMENT_TOKEN:-}" ]; then
  (umask 077; printf '%s\n' "$TRADEWIND_ENROLMENT_TOKEN" >"$STATE/token")
elif [ ! -e "$STATE/identity.json" ]; then
  fail "TRADEWIND_ENROLMENT_TOKEN is not set. Make a token for the site and give it to this script."
fi

MORE="$*"
if [ -n "${TRADEWIND_CERTIFICATE:-}" ]; then
  cp "$TRADEWIND_CERTIFICATE" "$HOME_FOLDER/broker.pem"
  MORE="$MORE --broker-certificate $HOME_FOLDER/broker.pem"
fi
[ -e "$STATE/token" ] && TOKEN="--token-file $STATE/token" || TOKEN=""
COMMAND="$JAVA -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss256k -Xmx64m -jar $HOME_FOLDER/agent.jar --broker $BROKER --state $STATE $TOKEN --keep-running-on-exit $MORE"
cat >"$UNIT" <<END
@UNIT@
END
sed -i "s#@COMMAND@#$COMMAND#" "$UNIT"

if [ -n "$ROOT" ]; then
  say "Installed under $ROOT. To start it: $COMMAND"
elif has systemctl && [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl enable --now tradewind-site-agent.service
  systemctl restart tradewind-site-agent.service
  say "The agent runs. See: journalctl -u tradewind-site-agent"
else
  say "There is no systemd here. Have your supervisor run: $COMMAND"
fi
