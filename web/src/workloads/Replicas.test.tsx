import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { WorkloadService } from '../api/types';
import { FakeServer, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { aWorkload, EARLIER, usd } from '../testing/samples';
import { Replicas } from './Replicas';

const replica = (number: number, ready: boolean, version: number) => ({
  replica: number,
  workload: `w-${number}`,
  state: 'provisioning',
  ready,
  version,
  address: ready ? '10.0.0.7' : null,
  port: 8000 + number,
  provider: 'sim',
  region: 'eu-1',
  capacityType: null,
  pricePerHour: usd('1.8'),
  reason: null,
  createdAt: EARLIER,
});
const service: WorkloadService = {
  wanted: 2,
  ready: 1,
  maximum: 3,
  version: 2,
  scaledByLoad: false,
  load: null,
  loadAt: null,
  replicas: [replica(0, true, 1), replica(1, false, 2)],
};
const show = (fake: FakeServer, onChange = vi.fn(), of = service) =>
  renderWith(fake, <Replicas id="w" service={of} ended={false} onChange={onChange} />, '/');

test('each replica is shown with its state, its version and the way to its own page', () => {
  show(new FakeServer());
  const rows = within(screen.getByTestId('replicas')).getAllByRole('row');
  expect(rows[1]?.textContent).toContain('ready');
  expect(rows[1]?.textContent).toContain('10.0.0.7:8000');
  expect(rows[1]?.textContent).toContain('older version');
  expect(rows[2]?.textContent).toContain('provisioning');
  expect(within(rows[2]!).getByRole('link').getAttribute('href')).toBe('/workloads/w-1');
  expect(screen.getByTestId('replicas-ready').textContent).toContain('1 of 2 ready');
});

test('more of them are asked for', async () => {
  const fake = new FakeServer().on('POST /workloads/w/scale', aWorkload());
  const changed = vi.fn();
  show(fake, changed);
  await userEvent.click(screen.getByRole('button', { name: 'One more' }));
  expect(fake.calls('POST /workloads/w/scale')[0]?.body).toBe('{"replicas":3}');
  expect(changed).toHaveBeenCalled();
});

test('a refusal is told', async () => {
  const fake = new FakeServer();
  fake.on('POST /workloads/w/scale', () => problem(409, { detail: 'Service w has ended.' }));
  show(fake);
  await userEvent.click(screen.getByRole('button', { name: 'One fewer' }));
  expect(await screen.findByText(/has ended/)).toBeDefined();
});

test('who follows its load is told by what, and is not scaled by hand', () => {
  const first = { ...replica(0, true, 2), capacityType: 'spot' as const };
  const scaled = { ...service, scaledByLoad: true, load: 12.5, loadAt: EARLIER, replicas: [first] };
  show(new FakeServer(), vi.fn(), scaled);
  expect(screen.getByTestId('replicas-ready').textContent).toContain('scaled by its load: 12.5');
  expect(screen.queryByRole('button', { name: 'One more' })).toBeNull();
  expect(screen.getByTestId('replicas').textContent).toContain('Spot');
});
