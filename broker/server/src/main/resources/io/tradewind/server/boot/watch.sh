#!/bin/sh
# The dead-man's switch: ends a machine that nobody leads any more, so that it does not go on costing. It needs neither the broker nor
# the agent, only what the agent wrote down when it last heard the broker, in seconds of uptime.
. /opt/tradewind/machine.env

number() {
  case $1 in
    '' | *[!0-9]*) echo 0 ;;
    *) echo "$1" ;;
  esac
}

end() {
  echo "Tradewind ends this machine: $1" | tee /dev/console 2>/dev/null
  sync
  shutdown -h now || systemctl poweroff --force
  exit 0
}

read -r up rest </proc/uptime
up=$(number "${up%.*}")

# When this was armed. Of a boot before it, nothing is left in /run.
mkdir -p /run/tradewind
[ -s /run/tradewind/since ] || echo "$up" >/run/tradewind/since
since=$(number "$(cat /run/tradewind/since)")

heard=$(number "$(cat /run/tradewind/heard 2>/dev/null)")
[ "$heard" -ge "$since" ] && [ "$heard" -le "$up" ] || heard=$since
[ $((up - heard)) -le "$PATIENCE_SECONDS" ] || end "the broker was not heard for $((up - heard)) seconds."

# The uptime begins anew at each boot; what was lived before is added.
lived=$((up - since))
boot=$(cat /proc/sys/kernel/random/boot_id)
known= before=0 last=0
[ ! -r /opt/tradewind/lived ] || read -r known before last </opt/tradewind/lived
before=$(number "$before")
[ -z "$known" ] || [ "$known" = "$boot" ] || before=$((before + $(number "$last")))
echo "$boot $before $lived" >/opt/tradewind/lived.new && mv /opt/tradewind/lived.new /opt/tradewind/lived
[ "$LONGEST_SECONDS" -eq 0 ] || [ $((before + lived)) -le "$LONGEST_SECONDS" ] || end "the lease's longest time is over."

if [ -e /run/tradewind/started ]; then
  case $(systemctl is-active tradewind-agent.service) in
    inactive | failed) end "its agent has ended." ;;
  esac
fi
