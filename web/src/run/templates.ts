export interface Template {
  id: string;
  name: string;
  text: string;
}

export const TEMPLATES: Template[] = [
  {
    id: 'here',
    name: 'A first task on this machine',
    text: `kind: task
name: hello
resources:
  cpus: 1+
run: |
  for i in 1 2 3 4 5 6 7 8 9 10; do
    echo "tick $i"
    sleep 1
  done
placement:
  providers: { allow: [local] }
limits: { max_duration: 10m }
`,
  },
  {
    id: 'train',
    name: 'Train on 8 H100 in the EU, the greenest within 5 %',
    text: `kind: task
name: finetune
resources:
  accelerators: H100:8
  memory: 256+
setup: pip install -r requirements.txt
run: torchrun train.py
placement:
  regions: { allow: [EU] }
  objective: greenest
  within_price_pct: 5
limits: { max_price_hour: 60 USD, max_duration: 24h }
`,
  },
  {
    id: 'nodes',
    name: 'Train on several machines together',
    text: `kind: task
name: pretrain
nodes: 2
resources:
  accelerators: H100:8
  interconnect: preferred
launcher: torchrun
setup: pip install -r requirements.txt
run: train.py --epochs 3
placement:
  objective: cheapest
limits: { max_price_hour: 120 USD, max_duration: 48h }
`,
  },
  {
    id: 'any',
    name: 'Batch inference on whichever accelerator is cheapest',
    text: `kind: task
name: batch-inference
resources:
  accelerators: { H100: 1, A100-80GB: 2, L40S: 4 }
  capacity: any
run: python infer.py
placement:
  objective: cheapest
limits: { max_duration: 6h }
`,
  },
  {
    id: 'model',
    name: 'Serve a model: sized for you',
    text: `kind: service
name: llama
model: { name: llama-3.1-70b, task: inference, dtype: fp8, context: 8k, concurrency: 16 }
framework: vllm
run: vllm serve meta-llama/Llama-3.1-70B-Instruct --port 8000
service: { port: 8000, readiness: /health }
placement:
  objective: cheapest
limits: { max_price_hour: 20 USD }
`,
  },
  {
    id: 'tune',
    name: 'Fine-tune a model: a fixed amount of work',
    text: `kind: task
name: tune
model: { name: llama-3.1-8b, task: lora, context: 4k, batch: 4 }
framework: pytorch
work: { tokens: 500M }
run: python tune.py
placement:
  objective: cheapest
limits: { max_duration: 48h }
`,
  },
  {
    id: 'notebook',
    name: 'A notebook',
    text: `kind: service
name: notebook
resources:
  accelerators: L4:1
setup: pip install jupyterlab
run: jupyter lab --ip 0.0.0.0 --port 8888 --no-browser --allow-root
service: { port: 8888, readiness: /api }
placement:
  objective: cheapest
limits: { max_price_hour: 2 USD, max_cost: 20 USD }
`,
  },
  {
    id: 'capability',
    name: 'By capability: 80 GB of GPU memory, spot',
    text: `kind: task
name: sweep
resources:
  gpu: { memory: 80GB.., count: 1, vendor: nvidia }
  capacity: spot
run: python sweep.py
retry: { on: [no_capacity, interruption], for: 4h }
limits: { max_duration: 8h }
`,
  },
  {
    id: 'tpu',
    name: 'A TPU slice',
    text: `kind: task
name: tpu-train
resources:
  accelerators: tpu-v5litepod-8
run: python train.py
limits: { max_duration: 12h }
`,
  },
  {
    id: 'service',
    name: 'A service near its users in Germany',
    text: `kind: service
name: chat
resources:
  accelerators: L4:1
run: python serve.py
service: { port: 8000, readiness: /health }
placement:
  users: [ { country: DE, weight: 1 } ]
  objective: nearest
limits: { max_price_hour: 3 USD }
`,
  },
];

/** A workload file for what was picked on the market. */
export function fromOffer(params: URLSearchParams): string | null {
  const provider = params.get('provider');
  const accelerators = params.get('accelerators');
  if (!provider && !accelerators) return null;
  const capacity = params.get('capacity');
  return [
    'kind: task',
    'name: my-workload',
    'resources:',
    accelerators ? `  accelerators: ${accelerators}` : '  cpus: 1+',
    ...(capacity ? [`  capacity: ${capacity}`] : []),
    'run: echo "Hello from $(hostname)"',
    ...(provider ? ['placement:', `  providers: { allow: [${provider}] }`] : []),
    'limits: { max_duration: 1h }',
    '',
  ].join('\n');
}
