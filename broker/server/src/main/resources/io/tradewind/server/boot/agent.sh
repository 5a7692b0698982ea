#!/bin/sh
# Gets the agent and becomes it. The program must be the very one whose checksum came with this file. systemd repeats it until it succeeds.
set -eu
. /opt/tradewind/machine.env
mkdir -p /run/tradewind
touch /run/tradewind/started
cd /opt/tradewind

has() { command -v "$1" >/dev/null 2>&1; }

suitable_java() { has java && java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])'; }

install() {
  if has apt-get; then
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"
  elif has dnf; then
    dnf -q -y install "$@"
  elif has zypper; then
    zypper -q -n install "$@"
  else
    return 1
  fi
}

if ! suitable_java; then
  # An installation that a restart cut off is finished first.
  ! has dpkg || dpkg --configure -a
  ! has apt-get || apt-get -q update
  for package in openjdk-17-jre-headless openjdk-21-jre-headless java-17-openjdk-headless java-21-openjdk-headless \
    java-17-amazon-corretto-headless java-21-amazon-corretto-headless; do
    install "$package" && suitable_java && break
  done
fi

fetch() {
  if has curl; then
    curl -fsS --retry 3 --connect-timeout 10 --max-time 300 ${CERTIFICATE:+--cacert "$CERTIFICATE"} -o "$2" "$1"
  elif has wget; then
    wget -q -T 30 -t 3 --max-redirect=0 ${CERTIFICATE:+--ca-certificate="$CERTIFICATE"} -O "$2" "$1"
  else
    install curl ca-certificates && has curl && fetch "$1" "$2"
  fi
}

genuine() { printf '%s  %s\n' "$AGENT_SHA256" "$1" | sha256sum -c - >/dev/null 2>&1; }

if ! genuine agent.jar; then
  fetch "${BROKER}agent/v1/agent.jar" agent.jar.new
  if ! genuine agent.jar.new; then
    rm -f agent.jar.new
    echo "What $BROKER sent is not the agent that this machine was started for." >&2
    exit 1
  fi
  mv agent.jar.new agent.jar
fi

exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss256k -Xmx48m -jar agent.jar \
  --broker "$BROKER" --state /var/lib/tradewind-agent --token-file token ${CERTIFICATE:+--broker-certificate "$CERTIFICATE"} \
  --executor container,process --ephemeral --heard-file /run/tradewind/heard ${TRADEWIND_IMAGE:+--inside "$TRADEWIND_IMAGE"}
