# Sourced by the checks that start the packaged broker: $home, a folder of its own; $port, a free one from the check's first on;
# start_broker, call, get, field, has, until_true, complain and $wrong; end_broker.
# shellcheck shell=bash
home=$(mktemp -d)
broker=0
# shellcheck disable=SC2034
wrong=0
port=${first_port:?"The check names its first port."}
while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done

complain() {
  echo "$1"
  # shellcheck disable=SC2034
  wrong=1
}

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
get() { call GET "$1"; }
field() { node -e 'let all = ""; process.stdin.on("data", (part) => (all += part)).on("end", () => console.log(eval(`(it) => ${process.argv[1]}`)(JSON.parse(all))))' "$1"; }
has() { # PATH EXPRESSION
  [ "$(get "$1" | field "$2")" = true ]
}

start_broker() { # OPTION OF JAVA...
  TRADEWIND_HOME=$home/home QUARKUS_HTTP_PORT=$port java -Xmx384m -Dtradewind.feed.keyless=off -Dtradewind.demo=false "$@" \
    -jar broker/server/target/quarkus-app/quarkus-run.jar >>"$home/broker.log" 2>&1 &
  broker=$!
  until_true 180 curl -sS --fail "http://127.0.0.1:$port/q/health/ready" || { tail -n 30 "$home/broker.log"; echo "The broker did not start."; exit 1; }
}

# As Ctrl-C; complains of what goes on running.
end_broker() {
  kill -TERM $broker
  until_true 60 eval '! kill -0 $broker' || complain "The broker does not stop."
  broker=0
  until_true 30 eval '! pgrep -f "$home"' || complain "Left running: $(pgrep -af "$home")"
}

remove_broker() {
  [ $broker -ne 0 ] && kill $broker 2>/dev/null
  wait 2>/dev/null
  rm -rf "$home"
}
