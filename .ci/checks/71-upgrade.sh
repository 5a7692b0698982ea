#!/usr/bin/env bash
# The database of each version before, with data in it and a workload that ran at that moment: restored, and this version's broker
# started on it. What was charged stays charged, the books and the audit's chain hold, and the next workload runs.
set -u
# shellcheck source=.ci/postgres.sh
. .ci/postgres.sh
first_port=18480
# shellcheck source=.ci/broker.sh
. .ci/broker.sh

clean_up() {
  remove_broker
  stop_postgres
}
trap clean_up EXIT

want_postgres
psql_as_admin -c "create role wind login password 'wind'" || exit 1

offered() { get '/offers?provider=local&limit=1' | grep -q '"state":"available"'; }
books() { (
  # shellcheck source=infra/backup/connect.sh
  . infra/backup/connect.sh && PGOPTIONS='-c tradewind.tenant=broker' ask --file=infra/backup/verify.sql
); }

for dump in infra/backup/versions/*.dump; do
  psql_as_admin -c "drop database if exists wind with (force)" -c "create database wind owner wind" || exit 1
  export TRADEWIND_DATABASE_URL="postgresql://wind:wind@127.0.0.1:$postgres_port/wind"
  infra/backup/restore.sh "$dump" >"$home/before" || complain "$dump: the restore failed."
  before=$(sed -n 's/^charges //p' "$home/before")
  [ "$before" -gt 0 ] || complain "$dump holds no charge."

  start_broker
  get '/workloads?limit=100' >"$home/workloads" || complain "$dump: workloads cannot be listed."
  field 'it.items.some((one) => one.name === "drill" && one.startedAt)' <"$home/workloads" | grep -q true || complain "$dump: its workload is gone: $(cat "$home/workloads")"
  until_true 60 offered || complain "$dump: this machine is not offered."
  workload=$(call POST /workloads 'name: after
resources: { cpus: 1+ }
run: sleep 1; echo upgraded
placement: { providers: { allow: [local] } }' application/yaml | field it.id)
  until_true 60 has "/workloads/$workload" 'it.state === "succeeded"' || complain "$dump: nothing runs any more: $(get "/workloads/$workload")"
  until_true 60 has "/charges?workload=$workload" 'it.items.length > 0' || complain "$dump: nothing is charged any more."
  has /audit/verify it.intact || complain "$dump: the audit's chain does not hold: $(get /audit/verify)"
  books >"$home/after" || complain "$dump: the books do not hold: $(cat "$home/after")"
  [ "$(sed -n 's/^charges //p' "$home/after")" -gt "$before" ] || complain "$dump: charges are gone: $(cat "$home/after")"
  echo "$dump: $(head -n 1 "$home/before") to $(head -n 1 "$home/after")"
  end_broker
  rm -rf "${home:?}/home"
done
exit $wrong
