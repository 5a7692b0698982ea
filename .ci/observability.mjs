// Asks a Prometheus for every query of every panel and rule, until each has found data or a minute has passed.
// node .ci/observability.mjs PROMETHEUS BROKER TOKEN_FILE
import { readFileSync, readdirSync } from 'node:fs';

const [prometheus, broker, tokenFile] = process.argv.slice(2);
const folder = 'infra/observability';
const token = readFileSync(tokenFile, 'utf8').trim();

const queries = new Set();
for (const file of readdirSync(`${folder}/dashboards`)) {
  const board = JSON.parse(readFileSync(`${folder}/dashboards/${file}`, 'utf8'));
  for (const panel of board.panels) for (const target of panel.targets) queries.add(target.expr);
}

// Of a rule, what is compared: the condition itself finds nothing while all is well.
const parts = /[a-z_]+(?:_seconds|_total|_bucket|_hour|_leases|_offers|_quarantined|_agents|_deliveries|_version)(?=[{[ )])/g;
for (const metric of readFileSync(`${folder}/alerts.yml`, 'utf8').match(parts) ?? []) queries.add(metric);

// Messages to webhooks are there once somebody has wished for one.
const ABSENT_AT_FIRST = new Set(['tradewind_alert_deliveries']);

async function found(query) {
  const answer = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { status, error, data } = await answer.json();
  if (status !== 'success') throw new Error(`${query}: ${error}`);
  return data.result.length > 0 && data.result.some(({ value }) => value[1] !== 'NaN');
}

async function preview() {
  await fetch(`${broker}/api/v1/placements/preview`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/yaml' },
    body: 'resources: { accelerators: H100:1 }\nrun: nvidia-smi\n',
  });
}

let missing = [...queries].filter((query) => !ABSENT_AT_FIRST.has(query));
const end = Date.now() + 60_000;
while (missing.length > 0 && Date.now() < end) {
  await preview();
  await new Promise((done) => setTimeout(done, 1_000));
  const still = [];
  for (const query of missing) {
    // A Prometheus that has just been started refuses connections at first.
    if (!(await found(query).catch((cause) => (cause instanceof TypeError ? false : Promise.reject(cause))))) still.push(query);
  }
  missing = still;
}
for (const query of missing) console.log(`Finds nothing: ${query}`);
console.log(`${queries.size - missing.length} queries of panels and rules find data.`);
process.exit(missing.length > 0 ? 1 : 0);
