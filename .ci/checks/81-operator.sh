#!/usr/bin/env bash
# An operator's way by curl alone: a site, its install line run for real, the machine that called, a certification, an ask, a lease
# that is sold, the machine taken back, and what the site earned.
set -u
first_port=18580
# shellcheck source=.ci/broker.sh
. .ci/broker.sh
agent=0

clean_up() {
  [ $agent -ne 0 ] && kill $agent 2>/dev/null
  remove_broker
}
trap clean_up EXIT

start_broker -Dtradewind.local.site=false

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
