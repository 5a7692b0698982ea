#!/usr/bin/env bash
# Packs the distribution and runs it where there is no Java: the first start's example, the command line, and what is
# given to sites. Then it is stopped, and nothing is left running.
set -u
home=$(mktemp -d)
port=18680
while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
  port=$((port + 1))
done
wrong=0
broker=0

complain() {
  echo "$1"
  wrong=1
}

clean_up() {
  [ "$broker" -ne 0 ] && kill -TERM "$broker" 2>/dev/null
  wait 2>/dev/null
  rm -rf "$home"
}
trap clean_up EXIT

until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.5
  done
}

archive=$(infra/distribution/pack.sh | tail -n 1)
[ -f "$archive" ] || { echo "infra/distribution/pack.sh packed nothing."; exit 1; }
(cd "$(dirname "$archive")" && sha256sum --check --quiet "$(basename "$archive").sha256") || complain "The checksum is wrong."
mkdir "$home/opt" && tar -xzf "$archive" -C "$home/opt"
unpacked=$(echo "$home"/opt/tradewind-*)
echo "packed $(du -m "$archive" | cut -f1) MB, unpacked $(du -sm "$unpacked" | cut -f1) MB"

# Every program of this machine but Java's.
mkdir "$home/programs"
for folder in /usr/bin /usr/sbin; do
  for program in "$folder"/*; do
    case $(readlink -f "$program") in
      *jvm* | *jdk*) ;;
      *) ln -s "$program" "$home/programs/" 2>/dev/null ;;
    esac
  done
done
rm -f "$home/programs/java"
# An array and no function, so that what runs in the background is the program itself.
alone=(env -i PATH="$home/programs" HOME="$home" TRADEWIND_HOME="$home/data" QUARKUS_HTTP_PORT="$port"
  TRADEWIND_URL="http://127.0.0.1:$port" TRADEWIND_FEED_KEYLESS=off)
"${alone[@]}" sh -c 'command -v java' && complain "There is a Java on this path: the check proves nothing."

"${alone[@]}" "$unpacked/bin/tradewind-broker" >"$home/start.log" 2>&1 </dev/null &
broker=$!
ended() { ! kill -0 "$broker" 2>/dev/null; }
shown_or_ended() { grep -q '^Charge ' "$home/start.log" || ended; }
until_true 120 shown_or_ended
ended && complain "It ended by itself: $(tail -n 30 "$home/start.log")"
grep -E '^(Tradewind|Workload|Choice|Charge) ' "$home/start.log" || complain "The example of the first start was not shown."

"${alone[@]}" "$unpacked/bin/tradewind" offers H100 --limit 1 | grep -q H100 || complain "The command line lists no H100."

# The broker links a runtime for its agents from what it was packed with.
curl -sS --fail -o "$home/runtime.tar.gz" "http://127.0.0.1:$port/agent/v1/runtime-linux-$(uname -m).tar.gz" &&
  tar -tzf "$home/runtime.tar.gz" | grep -q 'bin/java$' || complain "Sites are given no Java runtime."

rss=$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$broker/status" 2>/dev/null)
echo "resident: ${rss:-?} MB"
nothing_left() { ! pgrep -f "$home" >/dev/null; }
end_it() {
  kill -TERM "$broker"
  until_true 60 ended || complain "It did not stop in a minute."
  broker=0
  until_true 30 nothing_left || complain "Left running: $(pgrep -af "$home")"
}
end_it

# Kept classes: one that was cut short is thrown away, a whole one is used.
ready() { curl -sS --fail "http://127.0.0.1:$port/q/health/ready"; }
ready_or_ended() { ready || ended; }
start_again() {
  "${alone[@]}" "$unpacked/bin/tradewind-broker" >"$home/start.log" 2>&1 </dev/null &
  broker=$!
  until_true 120 ready_or_ended
  ended && { complain "It ended by itself: $(tail -n 30 "$home/start.log")"; exit 1; }
  maps=$(cat "/proc/$broker/maps")
}
reads_kept() { grep -q "$home/data/classes/.*\.jsa" <<<"$maps"; }
kept=$(find "$home/data/classes" -name '*.new')
if [ -n "$kept" ]; then
  chmod u+w "$kept" && truncate --size=50000000 "$kept"
else
  complain "No classes were kept."
fi
start_again
reads_kept && complain "It reads classes of which a part is missing."
end_it
start_again
reads_kept || complain "The classes that were kept are not read."
grep -o 'started in [0-9.]*s' "$home/start.log" | sed 's/$/ with its classes kept/'
end_it
exit $wrong
