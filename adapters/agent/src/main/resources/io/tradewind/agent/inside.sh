#!/bin/sh
# The first process of a container: it starts the workload, hands TERM on to all of it, and ends
# with its exit code. As process 1 it would itself not hear a TERM that it does not handle.
trap 'kill -TERM -1' TERM
export TRADEWIND_NODE_RANK="${JOB_COMPLETION_INDEX:-0}"
shell=$(command -v bash || echo sh)
"$shell" /run/tradewind/script.sh &
child=$!
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
wait "$child" 2>/dev/null
last=$?
[ "$last" -ne 127 ] && code=$last

# Engines tell of it only when it hit this process.
while [ "$code" -ne 0 ] && read -r name count; do
  [ "$name" = oom_kill ] && [ "$count" -gt 0 ] && [ -w /run/tradewind/out-of-memory ] && echo true >/run/tradewind/out-of-memory
done <<END
$(cat /sys/fs/cgroup/memory/memory.oom_control /sys/fs/cgroup/memory.events 2>/dev/null)
END
exit "$code"
