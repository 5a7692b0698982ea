/**
 * What may stand in a workload file, for completion alone: whether a file is right is the server's to
 * say. A list holds the words a value is chosen from; null is a value of any kind.
 */
export type Grammar = { readonly [key: string]: Grammar | readonly string[] | null };

export const ACCELERATORS = ['resources', 'accelerators'];

const ALLOW_OR_DENY = { allow: null, deny: null };

const RESOURCES: Grammar = {
  accelerators: null,
  gpu: { memory: null, count: null, vendor: ['nvidia', 'amd', 'intel', 'google'] },
  cpus: null,
  memory: null,
  disk: null,
  capacity: ['on_demand', 'spot', 'reserved', 'any'],
  interconnect: ['none', 'preferred', 'required'],
};

export const GRAMMAR: Grammar = {
  kind: ['task', 'service'],
  name: null,
  resources: { ...RESOURCES, any_of: RESOURCES, ordered: RESOURCES },
  model: {
    name: null,
    task: ['inference', 'training', 'full', 'lora', 'qlora'],
    dtype: ['fp32', 'bf16', 'fp16', 'fp8', 'int8', 'int4'],
    context: null,
    concurrency: null,
    batch: null,
  },
  framework: ['pytorch', 'vllm'],
  work: { tokens: null },
  nodes: null,
  launcher: ['torchrun', 'ray', 'mpi', 'horovod'],
  image: null,
  images: { ecosystem: null, ref: null },
  setup: null,
  run: null,
  env: null,
  secrets: null,
  data: { uri: null, size: null, region: null, access: ['read', 'write', 'read_write'] },
  placement: {
    regions: ALLOW_OR_DENY,
    providers: ALLOW_OR_DENY,
    residency: null,
    users: { country: null, weight: null },
    max_rtt_ms: null,
    objective: ['cheapest', 'greenest', 'nearest', 'balanced'],
    within_price_pct: null,
    cost: ['landed', 'list'],
    certifications: null,
    shift: ['true', 'false'],
  },
  limits: {
    max_price_hour: null,
    max_cost: null,
    max_carbon: null,
    max_duration: null,
    deadline: null,
  },
  retry: { on: ['no_capacity', 'interruption', 'error'], for: null },
  service: { port: null, readiness: null, replicas: { min: null, max: null } },
};
