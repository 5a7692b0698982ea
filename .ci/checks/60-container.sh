#!/usr/bin/env bash
# Builds the image and runs it read-only, as nobody, against a real PostgreSQL: it becomes ready and stops when it is told to.
# No image is fetched: there is no registry to ask.
set -u
# shellcheck source=.ci/postgres.sh
. .ci/postgres.sh
# With a long path Podman 4.3 takes twenty seconds to start anything: sockets lie below it.
home=$(mktemp -d /tmp/cXXXXX)
name=tradewind-check-$$
port=18280
while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
wrong=0

complain() {
  echo "$1"
  wrong=1
}

clean_up() {
  podman rm --force --time 0 "$name" >/dev/null 2>&1
  podman rmi --all --force >/dev/null 2>&1
  stop_postgres
  rm -rf "$home"
}
trap clean_up EXIT

for program in podman runc; do
  command -v $program >/dev/null || { echo "$program is not installed (Debian: podman runc conmon)."; exit 1; }
done
[ -n "$postgres_programs" ] || { echo "PostgreSQL is not installed (Debian: postgresql)."; exit 1; }
printf '[containers]\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\n[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n' >"$home/containers.conf"
printf '[storage]\ndriver = "overlay"\ngraphroot = "%s/s"\nrunroot = "%s/r"\n' "$home" "$home" >"$home/storage.conf"
# A registry that does not exist: whatever would be fetched fails.
printf 'unqualified-search-registries = ["registry.invalid"]\n' >"$home/registries.conf"
export CONTAINERS_CONF=$home/containers.conf CONTAINERS_STORAGE_CONF=$home/storage.conf CONTAINERS_REGISTRIES_CONF=$home/registries.conf

archive=$(find target/distribution -name "tradewind-*-linux-$(uname -m).tar.gz" -newer broker/server/target/quarkus-app/quarkus-run.jar 2>/dev/null | head -n 1)
[ -n "$archive" ] || archive=$(infra/distribution/pack.sh | tail -n 1)
[ -f "$archive" ] || { echo "There is no distribution to make an image of."; exit 1; }
infra/container/stage.sh "$archive" "$home/i" >/dev/null || { echo "infra/container/stage.sh failed."; exit 1; }
podman build --quiet --tag localhost/tradewind:check "$home/i" >"$home/built" 2>&1 || { cat "$home/built"; echo "The image cannot be built."; exit 1; }
rm -rf "$home/i"

refusal=$(podman run --rm --read-only --network host --entrypoint /opt/tradewind/runtime/bin/java localhost/tradewind:check -version 2>&1)
case $refusal in
  *"Runtime Environment"*) ;;
  *"cannot open shared object"* | *"symbol lookup"* | *"no such file"*) complain "The runtime does not start: $refusal"; exit 1 ;;
  *) echo "skipped: this machine refuses containers: $refusal"; exit 0 ;;
esac

start_postgres || exit 1
psql_as_admin -c "create role wind login password 'wind'" -c "create database wind owner wind" || exit 1

# By a name, so that names are looked up. With an address for agents alone it is ready without an issuer.
podman run --detach --name "$name" --read-only --tmpfs /tmp --network host --cap-drop all --security-opt no-new-privileges \
  --env "TRADEWIND_DATABASE_URL=postgresql://wind:wind@localhost:$postgres_port/wind" --env "QUARKUS_HTTP_PORT=$port" \
  --env TRADEWIND_AGENT_BROKER_URL=https://tradewind.example --env TRADEWIND_FEED_KEYLESS=off --env JAVA_TOOL_OPTIONS=-Xmx384m \
  localhost/tradewind:check >"$home/started" 2>&1 || { cat "$home/started"; exit 1; }

ready() { curl -sS -o "$home/ready" -w '%{http_code}' "http://127.0.0.1:$port/q/health/ready" 2>/dev/null; }
running() { [ "$(podman inspect --format '{{.State.Running}}' "$name" 2>/dev/null)" = true ]; }
end=$((SECONDS + 180))
until [ "$(ready)" = 200 ]; do
  if [ $SECONDS -gt $end ] || ! running; then
    podman logs "$name" 2>&1 | tail -n 30
    cat "$home/ready" 2>/dev/null
    complain "The container does not become ready."
    exit 1
  fi
  sleep 0.5
done

# What the chart asks is answered.
for path in $(grep -ohE '/q/health/[a-z]+' infra/helm/golden/*.yaml | sort -u); do
  [ "$(curl -sS -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port$path")" = 200 ] || complain "$path does not answer 200."
done

pid=$(podman inspect --format '{{.State.Pid}}' "$name")
user=$(awk '/^Uid:/ {print $2}' "/proc/$pid/status")
[ "$user" = 65532 ] || complain "The broker runs as user $user, not as 65532."
[ "$(awk '/^CapEff:/ {print $2}' "/proc/$pid/status")" = 0000000000000000 ] || complain "The broker has capabilities."
for shell in bin/sh bin/bash usr/bin/sh bin/busybox; do
  [ ! -e "/proc/$pid/root/$shell" ] || complain "There is a shell in the image: $shell"
done
[ "$(podman images --all --format '{{.Repository}}' | grep -cv '^localhost/tradewind$\|^<none>$')" -eq 0 ] || complain "The image stands on another one."
echo "image $(podman image inspect --format '{{.Size}}' localhost/tradewind:check | awk '{print int($1 / 1048576)}') MB, resident $(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status") MB, ready after $(podman logs "$name" 2>&1 | grep -oE 'started in [0-9.]+s' | head -n 1)"

podman stop --time 30 "$name" >/dev/null || complain "The container does not stop."
code=$(podman inspect --format '{{.State.ExitCode}}' "$name")
[ "$code" = 143 ] || [ "$code" = 0 ] || complain "It did not end by itself when it was told to: exit code $code."
exit $wrong
