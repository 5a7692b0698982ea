#!/usr/bin/env bash
# Does what the README says, word for word: starts the product, waits for the example of the first start, runs the
# commands of "A first workload", stops it, looks for what was left running, and runs two of
# the benchmarks in their quick form.
# Only the home folder and the port are other than the README's, so that nobody's own are touched.
set -u
home=$(mktemp -d)
port=18080
while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
  port=$((port + 1))
done
log=$home/start.log
wrong=0
maven=0

complain() {
  echo "$1"
  wrong=1
}

clean_up() {
  [ "$maven" -ne 0 ] && kill -TERM -- "-$maven" 2>/dev/null
  wait 2>/dev/null
  rm -rf "$home"
}
trap clean_up EXIT

# The commands of the README under a heading, with our home and port.
commands_of() {
  awk -v heading="## $1" '$0 == heading {on = 1; next} /^## / {on = 0} on && /^```sh/ {code = 1; next} /^```/ {code = 0} on && code' README.md \
    | sed -e "s#~/.tradewind#$home#g" -e "s#127.0.0.1:8080#127.0.0.1:$port#g" -e 's#curl -sS#curl -sS --fail-with-body#'
}

# until_true SECONDS COMMAND...
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 1
  done
}

start=$(commands_of "Two commands" | grep -oE '^mvn -Pstart')
[ "$start" = "mvn -Pstart" ] || complain "README: the command that starts the product is not there."
# A job of its own that hears Ctrl-C, as at a terminal: a script's background jobs do not, nor what a deaf process starts.
set -m
TRADEWIND_HOME=$home QUARKUS_HTTP_PORT=$port env --default-signal=INT $start -B -ntp >"$log" 2>&1 </dev/null &
maven=$!
set +m

ended() { ! kill -0 "$maven" 2>/dev/null; }
shown_or_ended() { grep -q '^Charge ' "$log" || ended; }
until_true 420 shown_or_ended
ended && complain "mvn -Pstart ended by itself: $(tail -n 30 "$log")"
grep -q '^Charge ' "$log" || complain "mvn -Pstart did not show the charge of its example in time."
grep -E '^(Tradewind|Workload|Choice|Why|Log|Charge|Carbon) ' "$log"
for word in Choice Why Log Charge Carbon; do
  grep -q "^$word " "$log" || complain "The first start does not show: $word"
done
grep -q 'signin?code=' "$log" || complain "The first start prints no sign-in link."
grep -q "$(cat "$home/owner.token" 2>/dev/null || echo no-token)" "$log" && complain "The owner's token is in the output."

commands_of "A first workload" >"$home/commands.sh"
TRADEWIND_HOME=$home TRADEWIND_URL=http://127.0.0.1:$port bash -eu "$home/commands.sh" >"$home/replies" 2>&1 || complain "A command of the README failed: $(tail -c 500 "$home/replies")"
grep -q ' H100:' "$home/replies" || complain "The README's list of offers shows no H100."
grep -q '^line 3$' "$home/replies" || complain "The README's workload shows no output."
grep -q '^Sum .* USD$' "$home/replies" || complain "The README's workload shows no charge."
grep -q '"outcome":"placed"' "$home/replies" || complain "The README's preview is not placed."

hello_succeeded() {
  curl -sS -H "Authorization: Bearer $(cat "$home/owner.token")" "http://127.0.0.1:$port/api/v1/workloads?state=succeeded" | grep -q '"total":2'
}
until_true 60 hello_succeeded || complain "The README's workload did not succeed in a minute."

kill -INT -- "-$maven"
until_true 60 ended || complain "Ctrl-C did not end mvn -Pstart in a minute."
maven=0
nothing_left() { ! pgrep -f "$home" >/dev/null; }
until_true 30 nothing_left || complain "Left running: $(pgrep -af "$home")"

bench=$(commands_of "Benchmarks" | grep '^mvn -Pbench')
[ -n "$bench" ] || complain "README: the command of the benchmark is not there."
$bench -B -ntp -q -Dbench=quick -Dbench.only=preview,memory >"$home/bench.log" 2>&1 || complain "The benchmark failed: $(tail -n 20 "$home/bench.log")"
[ -s broker/matcher/target/bench/report.json ] || complain "The benchmark wrote no report."

exit $wrong
