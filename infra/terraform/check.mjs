// Reads every .tf file with HashiCorp's own parser and holds what it refers to against what there is: node check.mjs
// It does not know the providers' schemas; see README.md.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '@cdktf/hcl2json';

const here = dirname(fileURLToPath(import.meta.url));
const faults = [];

async function check(folder) {
  const declared = new Set(['path.module']);
  const used = new Map();
  const uses = (file, text) => {
    const found = text.matchAll(/\b(var\.\w+|local\.\w+|data\.\w+\.\w+|path\.module|(?:google|kubernetes|helm|random|restapi|terraform)_\w+\.\w+)/g);
    for (const [, name] of found) used.set(name, file);
  };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.tf'))) {
    const text = readFileSync(join(folder, file), 'utf8');
    const read = await parse(file, text);
    for (const [name, [variable]] of Object.entries(read.variable ?? {})) {
      declared.add(`var.${name}`);
      if (!variable.description || !variable.type) faults.push(`${file}: variable ${name} has no description or no type.`);
      if (/password|secret|key|token/.test(name) && 'default' in variable && variable.type.includes('string') && !name.startsWith('tls_'))
        faults.push(`${file}: variable ${name} looks secret and has a default.`);
    }
    for (const [kind, named] of Object.entries(read.resource ?? {})) for (const name of Object.keys(named)) declared.add(`${kind}.${name}`);
    for (const [kind, named] of Object.entries(read.data ?? {})) for (const name of Object.keys(named)) declared.add(`data.${kind}.${name}`);
    for (const [name, [output]] of Object.entries(read.output ?? {})) {
      if (!output.description) faults.push(`${file}: output ${name} has no description.`);
    }
    uses(file, text.replace(/(resource|data) "(\w+)" "(\w+)"/g, '').replace(/^\s*(#|description).*$/gm, ''));
  }
  for (const [name, file] of used) if (!declared.has(name)) faults.push(`${file}: ${name} is declared nowhere.`);
  for (const name of declared) if (name.startsWith('var.') && !used.has(name)) faults.push(`${name} is used nowhere.`);
  return declared.size;
}

// What is given to the chart is what the chart knows: its schema refuses all else.
async function valuesOf(folder) {
  const read = await parse('tradewind.tf', readFileSync(join(folder, 'tradewind.tf'), 'utf8'));
  const given = read.resource.helm_release.tradewind[0].values.join('');
  return [...given.matchAll(/^ {4}(\w+) *=/gm)].map(([, name]) => name);
}

const schema = JSON.parse(readFileSync(join(here, '../helm/tradewind/values.schema.json'), 'utf8'));
for (const cloud of ['google']) {
  const count = await check(join(here, cloud));
  const values = await valuesOf(join(here, cloud));
  for (const name of values) if (!(name in schema.properties)) faults.push(`${cloud}: the chart has no value ${name}.`);
  for (const name of schema.required) if (!values.includes(name)) faults.push(`${cloud}: the chart wants ${name}.`);
  console.log(`${cloud}: ${count} declarations, values ${values.join(', ')}`);
}
const example = join(here, '../examples/terraform-rest');
console.log(`terraform-rest: ${await check(example)} declarations`);
const sent = (await parse('main.tf', readFileSync(join(example, 'main.tf'), 'utf8'))).resource.restapi_object;
const contract = readFileSync(join(here, '../../web/openapi.yaml'), 'utf8');
for (const [name, [object]] of Object.entries(sent)) {
  for (const path of [object.path, object.destroy_path].filter(Boolean))
    if (!contract.includes(`\n  ${path}:\n`)) faults.push(`${name}: the API has no path ${path}.`);
  JSON.parse(readFileSync(join(example, object.data.match(/[a-z]+\.json/)[0]), 'utf8'));
}
faults.forEach((fault) => console.error(fault));
process.exit(faults.length === 0 ? 0 : 1);
