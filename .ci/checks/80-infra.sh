#!/usr/bin/env bash
# What of infra only other programs read, read by them: shell scripts, the compose file and all that it mounts, Terraform's files.
# No image is fetched and no cloud is asked.
set -u
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
wrong=0
complain() {
  echo "$1"
  wrong=1
}
for program in shellcheck docker-compose haproxy promtool node python3; do
  command -v $program >/dev/null || PATH=$PATH:/usr/sbin command -v $program >/dev/null || complain "$program is not installed (Debian has it)."
done
[ $wrong -eq 0 ] || exit 1

mapfile -t scripts < <(git ls-files --cached --others --exclude-standard 'infra/*.sh' 'infra/distribution/bin/*' '.ci/*.sh' .ci/run)
for script in "${scripts[@]}"; do
  bash -n "$script" || complain "$script cannot be read."
done
shellcheck --external-sources --severity=warning "${scripts[@]}" || complain "shellcheck finds faults."

# The threat model speaks of tests that there are.
for test in $(grep -oE '`[A-Z][A-Za-z]+(Test|IT)`' infra/threat-model.md | tr -d '`' | sort -u); do
  git ls-files --cached --others --exclude-standard | grep -q "/$test\.java$" || complain "infra/threat-model.md names $test, which is not there."
done

# Whoever has drawn secrets of their own keeps them: all is done with a copy.
cp -R infra "$home/infra"
rm -rf "$home/infra/compose/secrets"
compose=$home/infra/compose
"$compose/secrets.sh" && "$compose/secrets.sh" || complain "The secrets are not drawn."
docker-compose --file "$compose/compose.yaml" config >"$home/read.yaml" || complain "The compose file is wrong."
grep -oE "^ *- ${home}[^:]*" "$home/read.yaml" | sed 's/^ *- //' | sort -u >"$home/mounted"
[ "$(wc -l <"$home/mounted")" -gt 10 ] || complain "The files that are mounted were not found."
while read -r file; do [ -e "$file" ] || complain "It mounts ${file#"$home/"}, which is not there."; done <"$home/mounted"
grep -E '^ *image: *[^ /]*[.:][^ /]*/' "$home/read.yaml" && complain "An image is named with the host of a registry."
for secret in "$compose"/secrets/*; do
  [ ! -s "$secret" ] || ! grep -qF "$(head -n 1 "$secret")" "$home/read.yaml" || complain "$(basename "$secret") stands in the compose file."
done
PATH=$PATH:/usr/sbin haproxy -c -q -f "$compose/haproxy.cfg" || complain "The proxy's file is wrong."
cp infra/observability/alerts.yml "$compose/"
promtool check config --syntax-only "$compose/prometheus.yml" >"$home/promtool" || { cat "$home/promtool"; complain "Prometheus' file is wrong."; }

# A broker that reads the drawn file knows every setting, and goes on to the database, which is not there.
mkdir "$home/config"
sed 's/:5432/:1/' "$compose/secrets/broker.properties" >"$home/config/application.properties"
broker=$PWD/broker/server/target/quarkus-app/quarkus-run.jar
(cd "$home" && TRADEWIND_HOME=$home/home timeout 60 java -jar "$broker") >"$home/started" 2>&1
grep -q 'The database at postgresql://127.0.0.1:1/tradewind' "$home/started" || { head -n 20 "$home/started"; complain "The broker refuses what compose gives it."; }
grep -qF "$(cat "$compose/secrets/tradewind")" "$home/started" && complain "The broker shows the database's password."

python3 -B -m unittest discover -q -s infra/examples/airflow || complain "The Airflow operator is wrong."

(cd infra/terraform && npm ci --silent --no-audit --no-fund && node check.mjs) || complain "Terraform's files are wrong."
exit $wrong
