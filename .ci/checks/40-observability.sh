#!/usr/bin/env bash
# The rules of infra/observability hold together, and every query of every rule and panel finds data at a real broker.
set -u
folder=infra/observability
wrong=0
complain() {
  echo "$1"
  wrong=1
}

for alert in $(sed -n 's/^ *- alert: //p' $folder/alerts.yml); do
  [ -s "infra/runbooks/$alert.md" ] || complain "The alert $alert has no page in infra/runbooks."
done
for page in infra/runbooks/*.md; do
  name=$(basename "$page" .md)
  [ "$name" = README ] || grep -q "alert: $name\$" $folder/alerts.yml || complain "$page is about no alert."
done

for program in prometheus promtool; do
  command -v $program >/dev/null || complain "$program is not installed (Debian: prometheus)."
done
[ $wrong -eq 0 ] || exit 1
promtool check config --syntax-only $folder/prometheus.yml || complain "The configuration of Prometheus is wrong."
promtool test rules $folder/alerts_test.yml || complain "A rule does not fire as its test says."

home=$(mktemp -d)
broker=0
prometheus=0
clean_up() {
  [ $prometheus -ne 0 ] && kill $prometheus 2>/dev/null
  [ $broker -ne 0 ] && kill $broker 2>/dev/null
  wait 2>/dev/null
  rm -rf "$home"
}
trap clean_up EXIT
free_port() {
  local port=$1
  while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}
port=$(free_port 18180)
watching=$(free_port 19190)

TRADEWIND_HOME=$home/home QUARKUS_HTTP_PORT=$port java -Xmx384m -Dtradewind.feed.keyless=off -Dtradewind.demo=true \
  -jar broker/server/target/quarkus-app/quarkus-run.jar >"$home/broker.log" 2>&1 &
broker=$!
end=$((SECONDS + 120))
until grep -q '^Charge ' "$home/broker.log"; do
  if [ $SECONDS -gt $end ] || ! kill -0 $broker 2>/dev/null; then
    tail -n 30 "$home/broker.log"
    echo "The broker did not run its example."
    exit 1
  fi
  sleep 1
done

sed -e "s#127.0.0.1:8080#127.0.0.1:$port#" -e "s#credentials_file: .*#credentials_file: $home/home/owner.token#" \
  -e 's#_interval: 15s#_interval: 2s#' $folder/prometheus.yml >"$home/prometheus.yml"
cp $folder/alerts.yml "$home/"
prometheus --config.file="$home/prometheus.yml" --storage.tsdb.path="$home/data" --web.listen-address="127.0.0.1:$watching" \
  >"$home/prometheus.log" 2>&1 &
prometheus=$!

node .ci/observability.mjs "http://127.0.0.1:$watching" "http://127.0.0.1:$port" "$home/home/owner.token" || complain "A query finds nothing."
exit $wrong
