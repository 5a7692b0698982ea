#!/usr/bin/env bash
# An operator's way by curl alone: a site, its install line run for real, the machine that called, a certification, an ask, a lease
# that is sold, the machine taken back, and what the site earned.
set -u
home=$(mktemp -d)
port=18580
while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
broker=0
agent=0
wrong=0

complain() {
  echo "$1"
  wrong=1
}

clean_up() {
  [ $agent -ne 0 ] && kill $agent 2>/dev/null
  [ $broker -ne 0 ] && kill $broker 2>/dev/null
  wait 2>/dev/null
  rm -rf "$home"
}
trap clean_up EXIT

until_true() { # SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.3
  done
}
call() { # METHOD PATH [BODY [TYPE]]
  curl -sS --fail-with-body -X "$1" -H "Authorization: Bearer $(cat "$home/home/owner.token")" \
    ${3:+-H "Content-Type: ${4:-application/json}" --data-binary "$3"} "http://127.0.0.1:$port/api/v1$2"
}
field() { node -e 'let all = ""; process.stdin.on("data", (part) => (all += part)).on("end", () => console.log(eval(`(it) => ${process.argv[1]}`)(JSON.parse(all))))' "$1"; }
has() { # PATH EXPRESSION
  [ "$(call GET "$1" | field "$2")" = true ]
}

TRADEWIND_HOME=$home/home QUARKUS_HTTP_PORT=$port java -Xmx384m -Dtradewind.feed.keyless=off -Dtradewind.demo=false -Dtradewind.local.site=false \
  -jar broker/server/target/quarkus-app/quarkus-run.jar >"$home/broker.log" 2>&1 &
broker=$!
until_true 180 curl -sS --fail "http://127.0.0.1:$port/q/health/ready" || { tail -n 30 "$home/broker.log"; echo "The broker did not start."; exit 1; }

terms=$(call GET /site-terms | field it.version)
site=$(call POST /sites "{\"name\": \"Idle hall\", \"operator\": \"Idle Iron AS\", \"city\": \"Oslo\", \"pue\": 1.2, \"listing\": \"by_name\", \"terms\": \"$terms\"}")
id=$(echo "$site" | field it.id)
seller=$(echo "$site" | field it.provider)
install=$(call POST "/sites/$id/enrolment-tokens" "{}" | field it.install)
# Under a folder of its own nobody has to be root.
TRADEWIND_ROOT=$home/machine sh -c "${install/sudo /} -s -- --executor process" >"$home/install.log" 2>&1 || complain "The install line failed: $(cat "$home/install.log")"
# Where there is no systemd it says how its service is started.
start=$(sed -n 's/.*To start it: //p' "$home/install.log")
[ -n "$start" ] || complain "It is not said how to start it: $(cat "$home/install.log")"
$start >"$home/agent.log" 2>&1 &
agent=$!
until_true 60 has "/sites/$id" 'it.agents.length === 1 && it.agents[0].vcpus > 0 && it.state === "online"' || complain "No machine has called: $(tail -n 20 "$home/agent.log")"

claim=$(call POST "/sites/$id/claims" '{"name": "iso27001", "document": "https://idle.example/iso.pdf", "expires": "2027-12-31"}' | field it.id)
call POST "/sites/$id/claims/$claim/review" '{"verdict": "verified"}' >/dev/null || complain "The certification cannot be reviewed."
has "/sites/$id/claims" 'it.items.some((one) => one.state === "verified")' || complain "No claim is verified: $(call GET "/sites/$id/claims")"

has "/sites/$id/asks" 'it.unpriced.includes("cpu")' || complain "What has no ask is not named."
call PUT "/sites/$id/asks" '{"items": [{"unit": "cpu", "base": {"amount": "0.50", "currency": "USD"}}]}' >/dev/null || complain "The ask is not taken."
until_true 30 has "/offers?provider=$seller" 'it.items.some((one) => one.availability.state === "available")' || complain "Nothing of the site is on the market."
has "/sites/$id/calendar?days=1" 'it.machines[0].spans[0].state === "offered"' || complain "The calendar does not show what is offered."

workload=$(call POST /workloads "
name: tenant
resources: { cpus: 1+ }
run: while :; do sleep 0.2; done
placement: { providers: { allow: [$seller] } }
" application/yaml | field it.id)
until_true 60 has "/workloads/$workload" 'it.state === "running"' || complain "Nothing was sold: $(call GET "/workloads/$workload")"
until_true 30 has "/sites/$id/earnings" 'it.totals.length === 1 && Number(it.totals[0].gross.amount) > 0' || complain "Nothing is earned while it runs."

call POST "/sites/$id/maintenance" '{"reason": "own training", "kind": "reclamation", "noticeSeconds": 0}' >/dev/null || complain "The site cannot be taken back."
until_true 60 has "/workloads/$workload" 'it.state !== "running"' || complain "The tenant is still there."
has "/sites/$id/maintenance" 'it.items[0].leases === 1 && it.items[0].breaks === 1' || complain "A promise that was broken is not counted: $(call GET "/sites/$id/maintenance")"
has "/sites/$id/calendar?days=1" 'it.machines[0].spans[0].state === "maintenance"' || complain "The calendar does not show what is taken back."

call GET "/sites/$id/earnings.csv" | grep -q "^20..-..-..,cpu,1," || complain "The statement has no line: $(call GET "/sites/$id/earnings.csv")"
has /payouts 'Array.isArray(it.items)' || complain "The payouts cannot be read."
echo "earned: $(call GET "/sites/$id/earnings" | field 'it.totals[0].net.amount + " " + it.totals[0].net.currency')"
exit $wrong
