import { expect, test } from 'vitest';
import { FakeServer, json, problem, unreachable } from '../testing/FakeServer';
import { aWorkload, offers } from '../testing/samples';
import { createApi } from './client';
import type { Problem } from './problem';
import { createSession } from './session';

function connect(server: FakeServer) {
  const session = createSession();
  return { session, api: createApi(session, server.fetch) };
}

const failure = (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error('It should have failed.')),
    (cause: unknown) => cause as Problem,
  );

test('a query leaves out what is not asked for', async () => {
  const server = new FakeServer().on('GET /offers', offers([]));
  await connect(server).api.offers({ q: '', accelerator: 'H100', country: undefined, limit: 5 });
  expect(server.received[0]?.query.toString()).toBe('accelerator=H100&limit=5');
});

test('what changes something carries the header that a foreign page cannot send', async () => {
  const server = new FakeServer().on('POST /workloads', () => json(aWorkload(), 201));
  await connect(server).api.submit('kind: task', 'key-1');
  expect(server.received[0]?.headers).toMatchObject({
    'X-Tradewind': '1',
    'Idempotency-Key': 'key-1',
    'Content-Type': 'application/yaml',
  });
  expect(server.received[0]?.body).toBe('kind: task');
});

test('an unchanged market answers nothing new', async () => {
  const server = new FakeServer().on('GET /offers', ({ headers }) =>
    headers['If-None-Match'] === '"7"'
      ? new Response(null, { status: 304 })
      : new Response(JSON.stringify(offers([])), { headers: { etag: '"7"' } }),
  );
  const { api } = connect(server);
  expect(await api.offersChanged({}, null)).toEqual({ etag: '"7"', marketVersion: 7 });
  expect(await api.offersChanged({}, '"7"')).toBeNull();
});

test('a problem keeps its code and its fields', async () => {
  const errors = [{ field: 'nodes', message: 'It is 0.', advice: 'Ask for at least 1.' }];
  const server = new FakeServer().on('POST /placements/preview', () =>
    problem(422, { code: 'invalid_workload', detail: 'One field is wrong.', errors }),
  );
  const found = await failure(connect(server).api.preview('nodes: 0'));
  expect(found).toMatchObject({ status: 422, code: 'invalid_workload', errors });
});

test('an error page of a proxy is a problem, too', async () => {
  const server = new FakeServer().on('GET /me', () => new Response('<h1>Oh</h1>', { status: 500 }));
  expect(await failure(connect(server).api.me())).toMatchObject({ status: 500, code: 'http_500' });
});

test('no answer is told apart from a refusal', async () => {
  const found = await failure(connect(new FakeServer().on('GET /me', unreachable)).api.me());
  expect(found.unreachable).toBe(true);
});

test('a 401 signs the whole portal out', async () => {
  const server = new FakeServer().on('GET /me', () => problem(401, { code: 'unauthenticated' }));
  const { api, session } = connect(server);
  await failure(api.me());
  expect(session.signedOut()).toBe(true);
});

test('a refusal that was under way while somebody came in signs nobody out', async () => {
  const server = new FakeServer();
  const { api, session } = connect(server);
  server
    .on('GET /offers', () => {
      session.accepted();
      return problem(401, { code: 'unauthenticated' });
    })
    .on('GET /me', { subject: 'a', name: 'A', roles: [], mode: 'standalone' });
  await failure(api.offers({}));
  expect(session.signedOut()).toBe(false);
});

test('what one person has typed is not for the next', () => {
  const session = createSession();
  session.is('ada');
  session.refused(session.entries());
  expect(session.kept()).toBe(true);
  session.accepted();
  session.is('ada');
  expect(session.visitor()).toBe(0);
  session.is('eve');
  expect(session.visitor()).toBe(1);
  session.left();
  expect(session.kept()).toBe(false);
});

test('a file that was begun waits for its writer alone, over a reload too', () => {
  const before = createSession();
  before.is('ada');
  before.keepDraft('kind: task');
  before.refused(before.entries());
  before.is('ada');
  expect(before.draft()).toBe('kind: task');

  const after = createSession();
  after.is('ada');
  expect(after.draft()).toBe('kind: task');
  const other = createSession();
  other.is('eve');
  expect(other.draft()).toBeNull();
  expect(other.visitor()).toBe(1);

  other.keepDraft('kind: service');
  other.left();
  expect(other.draft()).toBeNull();
});

test('what is typed before the server has said who is there is theirs, once it has', () => {
  const early = createSession();
  early.keepDraft('kind: task');
  early.is('ada');
  const ada = createSession();
  ada.is('ada');
  expect(ada.draft()).toBe('kind: task');
  const eve = createSession();
  eve.is('eve');
  expect(eve.draft()).toBeNull();
});

test('a file whose writer was never known is shown to nobody', () => {
  createSession().keepDraft('kind: task');
  expect(createSession().draft()).toBeNull();
});
