#!/bin/sh
# Runs one workload so that it outlives the agent: a session of its own, output into files, the
# exit code into a file that appears whole or not at all. Also the backstop of the dead-man's
# switch, for when the agent itself is gone.
#
# $1 lease folder, with launch.sh and perhaps fetch.sh and end.sh
# $2 longest run in seconds, 0 for no limit
dir=$1 longest=$2

# systemd and others signal every process of a service. This one stays to tell how it ended; the
# handler is not inherited, so that the workload hears the signals as usual.
trap : TERM INT HUP

uptime() {
  read -r now _ </proc/uptime
}

write() {
  printf '%s\n' "$2" >"$dir/$1.tmp" && mv "$dir/$1.tmp" "$dir/$1"
}

cd "$dir/work" || exit 1
if [ -e "$dir/fetch.sh" ] && ! sh "$dir/fetch.sh" >"$dir/fetch.out" 2>&1 </dev/null; then
  write unready "$(tail -n 3 "$dir/fetch.out" | tr '\n' ' ')"
  exit 1
fi
uptime
start=$now
setsid sh "$dir/launch.sh" >>"$dir/stdout" 2>>"$dir/stderr" </dev/null &
child=$!

# Field 22 of stat, its start time, tells this process from a later one with the same number. The
# name in field 2 may hold anything, so what follows its last parenthesis is counted.
ticks=0
if read -r stat <"/proc/$child/stat"; then
  set -- ${stat##*) }
  shift 19
  ticks=$1
fi 2>/dev/null
write started "$$ $child $ticks $start"

# The agent writes into "deadline" up to when the workload may run without word from the broker, and
# acts first; fifteen seconds later it is surely not there.
(
  while sleep 2 && [ -d "$dir" ] && [ ! -e "$dir/exit" ]; do
    uptime
    read -r deadline <"$dir/deadline" || continue
    if [ "${now%.*}" -gt "$((deadline + 15))" ]; then
      why=broker
    elif [ "$longest" -gt 0 ] && [ "${now%.*}" -gt "$((${start%.*} + longest + 15))" ]; then
      why=duration
    else
      continue
    fi
    write expired "$why"
    kill -TERM "-$child"
    sleep 10
    kill -KILL "-$child"
    exit
  done
) >/dev/null 2>&1 &
watch=$!

while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
# A signal may have ended "wait" just as the child went: what the shell remembers is the truth.
wait "$child" 2>/dev/null
last=$?
[ "$last" -ne 127 ] && code=$last
uptime
kill -KILL "-$child" 2>/dev/null
# Not TERM: a watch that was forked a moment ago may still hold this shell's handler.
kill -KILL "$watch" 2>/dev/null
[ -e "$dir/end.sh" ] && sh "$dir/end.sh" >/dev/null 2>&1 </dev/null
{
  printf '%s %s\n' "$code" "$now" && times
} >"$dir/exit.tmp" && mv "$dir/exit.tmp" "$dir/exit"
