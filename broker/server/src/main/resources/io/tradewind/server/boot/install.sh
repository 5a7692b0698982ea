#!/bin/sh
# Installs the Tradewind agent on this machine and enrols it at the site whose token is given:
#   TRADEWIND_ENROLMENT_TOKEN=… sh install.sh [--executor NAME …]        (sandbox, when none is named and bubblewrap is there)
# What is fetched must have the checksums below. Run it again to bring the agent up to date; the machine stays enrolled.
# Run as root it installs a service whose agent runs as a user of its own, tradewind-agent, unless what it is asked to do needs root
# (containers, or jobs of another user in Slurm); TRADEWIND_USER names another one, root included. Run by anybody else it installs
# a service of theirs. TRADEWIND_ROOT puts everything under another folder and starts nothing.
set -eu

BROKER='@BROKER@'
AGENT_SHA256='@AGENT_SHA256@'
RUNTIME='@RUNTIME@'
RUNTIME_SHA256='@RUNTIME_SHA256@'
ROOT="${TRADEWIND_ROOT:-}"
HOME_FOLDER="$ROOT/opt/tradewind-agent"
STATE="$ROOT/var/lib/tradewind-agent"
UNIT="$ROOT/etc/systemd/system/tradewind-site-agent.service"
SYSTEMCTL="systemctl"
TARGET="multi-user.target"
ACCOUNT=""

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# Strangers' workloads run in a sandbox, unless something else is asked for.
case " $* " in
  *" --executor "*) ;;
  *)
    if has bwrap; then
      set -- "$@" --executor sandbox
    else
      say "bubblewrap is missing, so this machine cannot run workloads, and nothing of it is sold. Install it and run this again, or name another --executor."
    fi
    ;;
esac

if [ -n "$ROOT" ] || [ "$(id -u)" -eq 0 ]; then
  ACCOUNT="${TRADEWIND_USER:-tradewind-agent}"
  case " $* " in
    *" --slurm-user "* | *container*) ACCOUNT="${TRADEWIND_USER:-root}" ;;
  esac
else
  [ -z "${TRADEWIND_USER:-}" ] || fail "Only root can install a service of another user. Leave TRADEWIND_USER out, or run this as root."
  [ -n "${HOME:-}" ] || fail "HOME is not set: there is no place to install to. Set it, or run this as root."
  HOME_FOLDER="$HOME/.local/share/tradewind-agent"
  STATE="$HOME/.local/state/tradewind-agent"
  UNIT="$HOME/.config/systemd/user/tradewind-site-agent.service"
  SYSTEMCTL="systemctl --user"
  TARGET="default.target"
fi
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
sed -i "s#@COMMAND@#$COMMAND#; s#@TARGET@#$TARGET#" "$UNIT"

# The state is the agent's own, of an agent that ran as root before as well.
if [ -z "$ROOT" ] && [ -n "$ACCOUNT" ] && [ "$ACCOUNT" != root ]; then
  id "$ACCOUNT" >/dev/null 2>&1 || useradd --system --home-dir "$STATE" --shell /usr/sbin/nologin "$ACCOUNT" || fail "The user $ACCOUNT cannot be made. Make it, or set TRADEWIND_USER."
  chown -R "$ACCOUNT" "$STATE"
fi
if [ -n "$ACCOUNT" ] && [ "$ACCOUNT" != root ]; then
  # Accelerators are open to these groups where there are such.
  GROUPS_OF_DEVICES=$(for group in video render; do getent group "$group" >/dev/null 2>&1 && printf ' %s' "$group"; done; :)
  sed -i "s#^ExecStart=#User=$ACCOUNT\\n${GROUPS_OF_DEVICES:+SupplementaryGroups=${GROUPS_OF_DEVICES# }\\n}ExecStart=#" "$UNIT"
fi

if [ -n "$ROOT" ]; then
  say "Installed under $ROOT. To start it: $COMMAND"
elif has systemctl && [ -d /run/systemd/system ]; then
  $SYSTEMCTL daemon-reload
  $SYSTEMCTL enable --now tradewind-site-agent.service
  $SYSTEMCTL restart tradewind-site-agent.service
  if [ -n "$ACCOUNT" ]; then
    say "The agent runs as $ACCOUNT. See: journalctl -u tradewind-site-agent"
  else
    say "The agent runs as you. See: journalctl --user -u tradewind-site-agent. To have it run while you are not signed in: loginctl enable-linger"
  fi
else
  say "There is no systemd here. Have your supervisor run${ACCOUNT:+, as $ACCOUNT}: $COMMAND"
fi
