#!/usr/bin/env bash
# The restore drill: a broker on a company's own PostgreSQL with a workload that runs and is charged; backup, the broker killed, the
# database gone, restored, a broker started again. The lease is found again and ends, everything is charged once, nothing is left.
set -u
# shellcheck source=.ci/postgres.sh
. .ci/postgres.sh
first_port=18380
# shellcheck source=.ci/broker.sh
. .ci/broker.sh
# Where to keep the backup, for 71-upgrade.sh of later versions.
keep=${1:-}

clean_up() {
  remove_broker
  stop_postgres
}
trap clean_up EXIT

want_postgres
# A password with what addresses and shells take for something else.
psql_as_admin -c "create role wind login password 'p@ss/w:rd%41 ü'" -c "create database wind owner wind" || exit 1
export TRADEWIND_DATABASE_URL="postgresql://wind:p%40ss%2Fw%3Ard%2541%20%C3%BC@127.0.0.1:$postgres_port/wind"

offered() { get '/offers?provider=local&limit=1' | grep -q '"state":"available"'; }
state() { get "/workloads/$workload"; }
is() { state | grep -q "\"state\":\"$1\""; }
charged() { get "/charges?workload=$workload" | grep -q '"amount"'; }

start_broker
until_true 60 offered || complain "This machine is not offered."
workload=$(call POST /workloads "
name: drill
resources: { cpus: 1+ }
run: |
  echo started >>$home/starts
  while [ ! -e $home/enough ]; do sleep 0.2; done
placement: { providers: { allow: [local] } }
" application/yaml | field it.id)
until_true 60 is running || complain "The workload does not run: $(state)"
until_true 60 charged || complain "The workload is not charged while it runs."

infra/backup/backup.sh "$home/drill.dump" || complain "The backup failed."
[ -z "$keep" ] || cp "$home/drill.dump" "$keep"
infra/backup/restore.sh "$home/drill.dump" >"$home/refused" 2>&1 && complain "It was restored over what is there."
kill -KILL $broker
wait $broker 2>/dev/null
broker=0
psql_as_admin -c "drop database wind with (force)" -c "create database wind owner wind" || exit 1
infra/backup/restore.sh "$home/drill.dump" >"$home/restored" || complain "The restore failed."
diff "$home/drill.dump.state" "$home/restored" || complain "What was restored is not what was there."
grep -q '^open leases 1$' "$home/restored" || complain "The running lease is not in the backup."

start_broker
until_true 60 is running || complain "The lease was not found again: $(state)"
touch "$home/enough"
until_true 60 is succeeded || complain "The workload does not end: $(state)"
get "/workloads/$workload" >"$home/done"
[ "$(wc -l <"$home/starts")" -eq 1 ] || complain "The workload ran $(wc -l <"$home/starts") times."
[ "$(field it.attempts.length <"$home/done")" -eq 1 ] || complain "It took another attempt."
get "/charges?limit=1000&workload=$workload" >"$home/charges"
field 'it.items.every((item, i, all) => i === 0 || all[i - 1].to === item.from)' <"$home/charges" | grep -q true || complain "The charges have a gap: $(cat "$home/charges")"
[ "$(field 'it.items[0].from' <"$home/charges")" = "$(field it.lease.activeAt <"$home/done")" ] || complain "The beginning is not charged."
[ "$(get /audit/verify | field it.intact)" = true ] || complain "The audit's chain does not hold: $(get /audit/verify)"
# shellcheck source=infra/backup/connect.sh
(. infra/backup/connect.sh && PGOPTIONS='-c tradewind.tenant=broker' ask --file=infra/backup/verify.sql) >"$home/after" || complain "The books do not hold."
cat "$home/after"
grep -q '^open leases 0$' "$home/after" || complain "A lease is still open."
grep -qE 'p@ss|%2Fw' "$home/broker.log" && complain "The database's password is in the log."

end_broker
exit $wrong
