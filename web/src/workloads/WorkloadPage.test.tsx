import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Workload } from '../api/types';
import { END, event, events, FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { aPlacement, aWorkload, EARLIER, usd } from '../testing/samples';
import WorkloadPage from './WorkloadPage';

const line = (seq: number, words: string) =>
  event('log', seq, { seq, at: EARLIER, stream: 'stdout', line: words, node: null });
const happened = (seq: number, type: string, detail: string | null = null) =>
  event('state', seq, { seq, at: EARLIER, type, detail, data: null });

function server(workload: Partial<Workload> = {}): FakeServer {
  return new FakeServer()
    .on('GET /workloads/w-1', aWorkload(workload))
    .on('GET /workloads/w-1/logs', () => events(END))
    .on('GET /workloads/w-1/events', () => events(END))
    .on('GET /workloads/w-1/proposals', { items: [], nextCursor: null, total: 0 })
    .on('GET /usage', { items: [], nextCursor: null, total: 0 })
    .on('GET /charges', { items: [], nextCursor: null, total: 0, totalAmount: null, totalAmounts: [] });
}

const show = (fake: FakeServer) => renderWith(fake, <WorkloadPage id="w-1" />, '/workloads/w-1');
const linesShown = () => screen.queryAllByTestId('log-line').map((each) => each.dataset.seq);

test('the state, the cost and the grams so far are shown', async () => {
  show(server({ costs: [usd('0.000122500')], carbonGrams: 0.04, energyKilowattHours: 0.0001 }));
  expect((await screen.findByTestId('workload-state')).dataset.state).toBe('running');
  expect(screen.getByTestId('cost').textContent).toBe('$0.000123');
  expect(screen.getByTestId('carbon').textContent).toBe('0.04 g CO₂e');
});

test('the log goes on after a broken connection without losing or repeating a line', async () => {
  const broken = () => events('retry: 1\n', line(1, 'one'), line(2, 'two'));
  const rest = () => events(line(2, 'two'), line(3, 'three'), END);
  const fake = server();
  fake.on('GET /workloads/w-1/logs', ({ headers }) =>
    headers['Last-Event-ID'] === undefined ? broken() : rest(),
  );
  show(fake);
  await waitFor(() => expect(linesShown()).toEqual(['1', '2', '3']));
  expect(screen.getByTestId('log-state').textContent).toBe('Complete');
  expect(fake.calls('GET /workloads/w-1/logs').at(-1)?.headers['Last-Event-ID']).toBe('2');
});

test('the log can be searched', async () => {
  const fake = server();
  fake.on('GET /workloads/w-1/logs', () => events(line(1, 'Epoch 1'), line(2, 'loss 0.3'), END));
  show(fake);
  await waitFor(() => expect(linesShown()).toHaveLength(2));
  await userEvent.type(screen.getByLabelText('Search the log'), 'epoch');
  expect(await screen.findByText('1 match')).toBeDefined();
});

test('the timeline tells each state with its reason', async () => {
  const fake = server();
  fake.on('GET /workloads/w-1/events', () =>
    events(happened(1, 'provisioning', 'lambda us-east-1'), happened(2, 'running'), END),
  );
  show(fake);
  const steps = () => within(screen.getByTestId('timeline')).getAllByRole('listitem');
  await waitFor(() => expect(steps()).toHaveLength(2));
  expect(steps()[0]?.textContent).toContain('Starting a machine');
  expect(steps()[0]?.textContent).toContain('lambda us-east-1');
});

test('the nodes of a workload are shown with their states, and lines say which one wrote them', async () => {
  const node = (rank: number, state: string, exitCode: number | null, detail: string | null) => ({
    node: rank,
    lease: `l-${rank}`,
    state,
    phase: 'ENDED',
    address: `10.0.0.${rank}`,
    exitCode,
    detail,
    meteredSeconds: 12.4,
  });
  const fake = server({
    nodes: [
      node(0, 'peer_ended', null, 'Node 1 came to an end: exit code 3.'),
      node(1, 'completed', 3, null),
    ],
  });
  fake.on('GET /workloads/w-1/logs', () =>
    events(event('log', 1, { seq: 1, at: EARLIER, stream: 'stdout', line: 'hi', node: 1 }), END),
  );
  show(fake);
  const rows = within(await screen.findByTestId('nodes')).getAllByRole('row');
  expect(rows[1]?.textContent).toContain('peer ended');
  expect(rows[1]?.textContent).toContain('10.0.0.0');
  expect(rows[2]?.textContent).toContain('exit code 3');
  await waitFor(() => expect(screen.getByTestId('log-line').textContent).toContain('1hi'));
});

test('a cheaper place is told with what a move would disturb', async () => {
  const fake = server();
  const move = {
    offer: 'o-1',
    provider: 'sim',
    region: 'eu-1',
    instanceType: 'half',
    capacityType: 'on_demand',
    pricePerHour: usd('1.8'),
    currentPricePerHour: usd('3.6'),
    lostSeconds: 600,
    startSeconds: 180,
    disruption: usd('0.39'),
    saving: usd('17.3'),
    breakEvenSeconds: 780,
  };
  fake.on('GET /workloads/w-1/proposals', { items: [move], nextCursor: null, total: 1 });
  show(fake);
  const moves = await screen.findByTestId('moves');
  expect(moves.textContent).toContain('half · sim · eu-1, $1.80');
  expect(moves.textContent).toContain('$0.39');
  expect(moves.textContent).toContain('Saves $17.30');
});

test('attempts that failed say why', async () => {
  const attempt = {
    lease: 'l-1',
    provider: 'sim',
    region: 'eu-1',
    attempt: 1,
    nodes: 1,
    instanceType: 'h100',
    pricePerHour: usd('2.2'),
    outcome: 'no_capacity',
    reason: 'No h100 left in eu-1.',
    at: EARLIER,
  };
  show(server({ attempts: [attempt] }));
  const attempts = await screen.findByTestId('attempts');
  expect(attempts.textContent).toContain('Attempt 1: no capacity');
  expect(attempts.textContent).toContain('No h100 left in eu-1.');
});

test('cancelling asks first', async () => {
  const fake = server().on('POST /workloads/w-1/cancel', () => json(aWorkload(), 202));
  show(fake);
  await userEvent.click(await screen.findByTestId('cancel'));
  expect(fake.calls('POST /workloads/w-1/cancel')).toHaveLength(0);
  await userEvent.click(screen.getByTestId('cancel-confirm'));
  await waitFor(() => expect(fake.calls('POST /workloads/w-1/cancel')).toHaveLength(1));
});

test('what has ended cannot be cancelled, but run again', async () => {
  show(server({ state: 'succeeded', endedAt: EARLIER, exitCode: 0 }));
  expect(await screen.findByText('exit code 0')).toBeDefined();
  expect(screen.queryByTestId('cancel')).toBeNull();
  expect(screen.getByTestId('run-again').getAttribute('href')).toBe('/run?from=w-1');
});

test.each([
  ['cancelled', 'Cancelled.', null, []],
  ['succeeded', 'Ended with exit code 0.', 0, ['Ended with exit code 0.']],
  ['failed', 'Out of memory.', 137, ['exit code 137', 'Out of memory.']],
] as const)('a workload that is %s says so once', async (state, reason, exitCode, told) => {
  show(server({ state, reason, exitCode, endedAt: EARLIER }));
  await screen.findByTestId('workload-state');
  const sentences = screen.queryAllByTestId('workload-reason').map((each) => each.textContent);
  expect(sentences).toEqual(told);
});

test('what never ran has used nothing', async () => {
  show(server({ state: 'cancelled', startedAt: null, endedAt: EARLIER }));
  expect((await screen.findByTestId('carbon')).textContent).toBe('–');
  expect(screen.getByTestId('energy').textContent).toBe('–');
});

test('charges are exact to the last decimal', async () => {
  const charge = {
    lease: 'l-1',
    workload: 'w-1',
    from: EARLIER,
    to: EARLIER,
    seconds: 12.25,
    rate: usd('0.036'),
    amount: usd('0.000122500'),
  };
  const page = { items: [charge], nextCursor: null, total: 1, totalAmount: usd('0.000122501'), totalAmounts: [usd('0.000122501')] };
  show(server().on('GET /charges', page));
  expect((await screen.findByTestId('charges-total')).textContent).toBe('$0.000122501');
  expect(screen.getByText('$0.0001225')).toBeDefined();
});

test('a charge is disputed where it stands', async () => {
  const charge = {
    lease: 'l-1',
    workload: 'w-1',
    from: EARLIER,
    to: EARLIER,
    seconds: 3600,
    rate: usd('2.5'),
    amount: usd('2.500000000'),
  };
  const page = { items: [charge], nextCursor: null, total: 1, totalAmount: usd('2.5'), totalAmounts: [usd('2.5')] };
  const fake = server()
    .on('GET /charges', page)
    .on('POST /disputes', () => json({ id: 'd-1' }, 201));
  show(fake);
  await userEvent.click(await screen.findByRole('button', { name: /^Dispute the charge of/ }));
  const amount = screen.getByLabelText<HTMLInputElement>('How much of it is wrong');
  expect(amount.value).toBe('2.5 USD');
  await userEvent.clear(amount);
  await userEvent.type(amount, '1.25 USD');
  await userEvent.type(screen.getByLabelText('Why it is wrong'), 'It was away');
  await userEvent.click(screen.getByRole('button', { name: 'Open the dispute' }));
  expect((await screen.findByTestId('disputed')).textContent).toContain('The dispute is open');
  expect(JSON.parse(fake.calls('POST /disputes')[0]!.body)).toEqual({
    lease: 'l-1',
    from: EARLIER,
    to: EARLIER,
    amount: '1.25 USD',
    reason: 'It was away',
  });
});

test('an unplaced workload explains itself, and shows no log and no meters that never ran', async () => {
  const placement = aPlacement({ outcome: 'unplaced', choice: null, startable: null, front: [] });
  show(server({ state: 'unplaced', startedAt: null, endedAt: EARLIER, placement }));
  expect(await screen.findByText('Why nowhere')).toBeDefined();
  expect(screen.getByTestId('unplaced')).toBeDefined();
  expect(screen.queryByTestId('log')).toBeNull();
  expect(screen.queryByTestId('cost')).toBeNull();
});

test('a workload that does not exist is a problem, not a blank page', async () => {
  const fake = server().on('GET /workloads/w-1', () =>
    problem(404, { detail: 'There is no workload w-1.' }),
  );
  show(fake);
  expect(await screen.findByText('There is no workload w-1.')).toBeDefined();
});

test('what the accelerators did is told where a driver told it', async () => {
  const metered = {
    from: EARLIER,
    to: new Date(Date.parse(EARLIER) + 60_000).toISOString(),
    seconds: 60,
    processorSeconds: 60,
    acceleratorUtilisation: 0.62,
    acceleratorWatts: 512,
    acceleratorMemoryUsedMib: 71_680,
  };
  const fake = server().on('GET /usage', { items: [metered], nextCursor: null, total: 1 });
  show(fake);
  expect((await screen.findByTestId('accelerators')).textContent).toBe(
    '62% busy in the mean, of all that could be done at once. They drew 512 W in the mean. Of their memory 70 GiB were in use at most.',
  );
});

test('how busy the processors were is told', async () => {
  const from = '2026-11-21T10:00:00Z';
  const metered = { from, to: '2026-11-21T10:01:00Z', seconds: 60, processorSeconds: 90 };
  const fake = server().on('GET /usage', { items: [metered], nextCursor: null, total: 1 });
  show(fake);
  expect((await screen.findByTestId('utilisation')).textContent).toBe(
    '1.5 vCPUs were busy in the mean.',
  );
});

test('a log that is refused does not pass for a complete one', async () => {
  const fake = server().on('GET /workloads/w-1/logs', () =>
    problem(403, { detail: 'You may not read this log.' }),
  );
  show(fake);
  expect(await screen.findByText('You may not read this log.')).toBeDefined();
  expect(screen.getByTestId('log-state').textContent).toBe('Not to be had');
});
