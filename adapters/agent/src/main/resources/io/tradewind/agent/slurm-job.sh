#!/bin/sh
# A lease as a Slurm job: starts the tasks, hands TERM on, runs the checkpoint hook on USR1, and
# writes down when it began and how it ended. It outlives the agent; when the broker was not heard
# for too long, which the age of "deadline" tells, it ends the workload by itself.
#
# $1 lease folder, on a file system of all nodes   $2 nodes   $3 time to live in seconds   $4 mark
dir=$1 nodes=$2 ttl=$3
export PATH="${PATH:-/usr/local/bin:/usr/bin:/bin}" TRADEWIND_LEASE_MARK="$4" TRADEWIND_NODES="$nodes"

# The files are there already: this user may not make any in the agent's folder.
write() {
  printf '%s .\n' "$2" >"$dir/$1"
}

uptime() {
  read -r now _ </proc/uptime
}

hook() {
  [ -e "$dir/checkpoint.sh" ] && sh "$dir/checkpoint.sh" >>"$dir/stdout" 2>>"$dir/stderr" </dev/null
  write job-checkpoint done
}

cd "$dir/work" || exit 1
trap 'kill -TERM "$child"' TERM
trap hook USR1

# The other nodes of the workload are jobs of their own. Where all of them run is known once they do; none begins before.
if [ -s "$dir/gang" ]; then
  read -r gang size <"$dir/gang" || [ -n "$gang" ]
  for _ in $(seq 300); do
    placed=$(squeue --noheader --states=all --format='%k|%N' | grep -F "$gang/" | grep -v '|$' | sort -t/ -k2n)
    found=$(printf '%s\n' "$placed" | grep -c .)
    [ "$found" -ge "$size" ] && break
    sleep 1
  done
  if [ "$found" -lt "$size" ]; then
    echo "Only $found of $size nodes of the workload began within five minutes."
    exit 1
  fi
  NODE_IPS=$(printf '%s\n' "$placed" | while IFS='|' read -r _ node; do
    scontrol --oneliner show node "$node" | sed -n 's/.* NodeAddr=\([^ ]*\).*/\1/p'
  done)
  MASTER_ADDR=$(printf '%s\n' "$NODE_IPS" | head -n 1)
  export NODE_IPS MASTER_ADDR SKYPILOT_NODE_IPS="$NODE_IPS" DSTACK_NODES_IPS="$NODE_IPS" DSTACK_MASTER_NODE_IP="$MASTER_ADDR"
fi
uptime
start=$now
write job-started "$(date +%s.%N)"
if [ "$nodes" -gt 1 ]; then
  TRADEWIND_MASTER_ADDR=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
  export TRADEWIND_MASTER_ADDR
  srun --ntasks="$nodes" --ntasks-per-node=1 --kill-on-bad-exit=1 --label --export=ALL \
    /bin/sh "$dir/task.sh" "$dir" >>"$dir/stdout" 2>>"$dir/stderr" </dev/null &
else
  sh "$dir/task.sh" "$dir" >>"$dir/stdout" 2>>"$dir/stderr" </dev/null &
fi
child=$!

(
  trap - TERM USR1
  heard=
  while sleep 1; do
    # Where Slurm cannot signal this script alone, the agent writes the signal down.
    read -r wish <"$dir/wish" && [ "$wish" != "$heard" ] && heard=$wish && kill "-$wish" "$$"
    age=$(($(date +%s) - $(stat -c %Y "$dir/deadline" || echo 0)))
    if [ "$age" -gt "$((ttl + 20))" ]; then
      write job-expired broker
      kill -TERM "$child"
      sleep 10
      kill -KILL "$child"
      exit
    fi
  done
) </dev/null &
watch=$!

while :; do
  wait "$child"
  code=$?
  kill -0 "$child" || break
done
wait "$child"
last=$?
[ "$last" -ne 127 ] && code=$last
kill -KILL "$watch"
# The steps of a gang hear of a preemption from Slurm itself, and may be gone before the agent knows.
if [ "$nodes" -gt 1 ] && [ -e "$dir/checkpoint.sh" ] && [ ! -s "$dir/job-checkpoint" ]; then
  case $(scontrol -o show job "$SLURM_JOB_ID") in
    *" PreemptTime=None"* | *" PreemptTime=N/A"*) ;;
    *" PreemptTime="*) hook ;;
  esac
fi
uptime
write job-exit "$code $start $now"
exit "$code"
