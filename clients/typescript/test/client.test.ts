import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Problem, Tradewind, type Schema } from '@tradewind/client';

interface Heard {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Answers in turn, and remembers what it was asked. */
let answers: { status?: number; type?: string; body: string }[] = [];
let heard: Heard[] = [];

async function listen(request: IncomingMessage, response: ServerResponse) {
  let body = '';
  for await (const piece of request) body += piece;
  heard.push({ method: request.method, url: request.url, headers: request.headers, body });
  const next = answers.shift() ?? { status: 500, body: 'no answer was prepared' };
  response.writeHead(next.status ?? 200, { 'Content-Type': next.type ?? 'application/json' }).end(next.body);
}

describe('the client', () => {
  let server: Server;
  let client: Tradewind;

  before(async () => {
    server = createServer((request, response) => void listen(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    client = new Tradewind({ address: `http://127.0.0.1:${port}/`, token: 'tw_secret', organization: 'lab' });
  });
  after(() => server.close());
  beforeEach(() => {
    answers = [];
    heard = [];
  });

  test('asks with parameters of the contract, as its caller', async () => {
    answers = [{ body: '{"items":[{"id":"a"}],"nextCursor":null,"total":1,"marketVersion":7}' }];

    const page = await client.get('/api/v1/offers', { query: { accelerator: 'H100,A100-80GB', limit: 5 } });

    const first: Schema<'Offer'> | undefined = page.items[0];
    assert.equal(first?.id, 'a');
    assert.equal(page.marketVersion, 7);
    assert.equal(heard[0]?.method, 'GET');
    assert.equal(heard[0]?.url, '/api/v1/offers?accelerator=H100%2CA100-80GB&limit=5');
    assert.equal(heard[0]?.headers.authorization, 'Bearer tw_secret');
    assert.equal(heard[0]?.headers['tradewind-organization'], 'lab');
  });

  test('fills paths, so that an id cannot lead elsewhere', async () => {
    answers = [{ body: '{"id":"x","name":"train"}' }];

    const workload = await client.get('/api/v1/workloads/{id}', { path: { id: '../budgets?x=1' } });

    assert.equal(workload.name, 'train');
    assert.equal(heard[0]?.url, '/api/v1/workloads/..%2Fbudgets%3Fx%3D1');
  });

  test('submits a workload as an object or as the text of its file, under a key', async () => {
    answers = [{ status: 201, body: '{"id":"1","state":"provisioning"}' }, { status: 200, body: '{"id":"1","state":"running"}' }];

    const submitted = await client.post('/api/v1/workloads', {
      header: { 'Idempotency-Key': 'nightly' },
      body: { name: 'train', run: 'python train.py' },
    });
    await client.post('/api/v1/workloads', { header: { 'Idempotency-Key': 'nightly' }, body: 'name: train\n' });

    assert.equal(submitted.state, 'provisioning');
    assert.deepEqual(
      heard.map((it) => [it.headers['content-type'], it.headers['idempotency-key'], it.body]),
      [
        ['application/json', 'nightly', '{"name":"train","run":"python train.py"}'],
        ['application/yaml', 'nightly', 'name: train\n'],
      ],
    );
  });

  test('walks through every page', async () => {
    answers = [
      { body: '{"items":[{"id":"1"},{"id":"2"}],"nextCursor":"c 2"}' },
      { body: '{"items":[{"id":"3"}],"nextCursor":null}' },
    ];

    const ids: string[] = [];
    for await (const workload of client.all('/api/v1/workloads', { query: { state: 'running' } })) ids.push(workload.id);

    assert.deepEqual(ids, ['1', '2', '3']);
    assert.equal(heard[1]?.url, '/api/v1/workloads?state=running&cursor=c+2');
  });

  test('throws a refusal with its code, its words and its fields', async () => {
    answers = [
      {
        status: 422,
        type: 'application/problem+json',
        body: '{"status":422,"code":"workload_invalid","detail":"The workload has 1 problem.","errors":[{"field":"run","message":"is missing","advice":"Add it."}]}',
      },
    ];

    const refused = client.post('/api/v1/placements/preview', { body: {} });

    await assert.rejects(refused, (problem: unknown) => {
      assert.ok(problem instanceof Problem);
      assert.equal(problem.status, 422);
      assert.equal(problem.code, 'workload_invalid');
      assert.equal(problem.message, 'The workload has 1 problem.');
      assert.deepEqual(problem.errors, [{ field: 'run', message: 'is missing', advice: 'Add it.' }]);
      return true;
    });
  });

  test('says so when something else answers', async () => {
    answers = [{ status: 502, type: 'text/html', body: '<h1>Bad Gateway</h1>' }, { type: 'text/html', body: '<h1>Portal</h1>' }];

    await assert.rejects(client.get('/api/v1/me'), /answered 502/);
    await assert.rejects(client.get('/api/v1/me'), /no JSON/);
  });

  test('leaves files as they come', async () => {
    answers = [{ type: 'text/csv', body: 'a,b\n' }];

    const file = await client.raw('get', '/api/v1/carbon-receipt.csv', { query: { project: 'p' } });

    assert.equal(await file.text(), 'a,b\n');
    assert.equal(heard[0]?.url, '/api/v1/carbon-receipt.csv?project=p');
  });

  test('is held to the contract by the compiler', () => {
    const never = () => {
      // @ts-expect-error no such path
      void client.get('/api/v1/nothing');
      // @ts-expect-error the id is missing
      void client.get('/api/v1/workloads/{id}');
      // @ts-expect-error offers are not posted
      void client.post('/api/v1/offers');
      // @ts-expect-error no such parameter
      void client.get('/api/v1/offers', { query: { colour: 'red' } });
    };
    assert.equal(typeof never, 'function');
  });
});
