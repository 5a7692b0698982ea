#!/bin/sh
# One node's part of a Slurm job: the workload, TERM for all of it, and nothing of it afterwards.
#
# $1 lease folder
quiet=$1/job-output
export TRADEWIND_NODE_RANK="${SLURM_PROCID:-0}"
trap 'kill -TERM "-$child" 2>>"$quiet"' TERM
setsid "$(command -v bash || echo sh)" "$1/script.sh" &
child=$!
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>>"$quiet" || break
done
wait "$child" 2>>"$quiet"
last=$?
[ "$last" -ne 127 ] && code=$last
kill -KILL "-$child" 2>>"$quiet"
# What has left the group carries the lease's mark, and what the script exports; its shells above do
# not have the latter.
grep -lzx "TRADEWIND_LEASE_MARK=$TRADEWIND_LEASE_MARK" /proc/[0-9]*/environ 2>>"$quiet" |
  while IFS=/ read -r _ _ pid _; do
    grep -qz "^TRADEWIND_WORKLOAD_ID=" "/proc/$pid/environ" && kill -KILL "$pid"
  done 2>>"$quiet"
exit "$code"
