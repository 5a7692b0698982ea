import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Alert } from '../api/types';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { EARLIER, usd } from '../testing/samples';
import AlertsPage from './AlertsPage';

const ALERT: Alert = {
  id: 'a-1',
  name: '8 × H100 in EU under 18 USD/h',
  state: 'armed',
  spec: {},
  under: usd('18'),
  createdAt: EARLIER,
  firedAt: null,
  now: {
    pricePerHour: usd('21.5'),
    offer: 'o',
    provider: 'lambda',
    region: 'europe-central-1',
    instanceType: 'gpu_8x_h100',
  },
  webhookHost: null,
  deliveries: [],
};

function alerts(...items: Alert[]): FakeServer {
  return new FakeServer().on('GET /alerts', { items, nextCursor: null, total: items.length });
}

test('without an alert the page says what one is for', async () => {
  renderWith(alerts(), <AlertsPage />, '/alerts');
  expect((await screen.findByTestId('empty')).textContent).toContain('No alert yet');
});

test('an alert tells its threshold, its state and the best offer now', async () => {
  renderWith(alerts(ALERT), <AlertsPage />, '/alerts');
  const row = within(await screen.findByTestId('alert-row'));
  expect(row.getByText('under $18.00 an hour')).toBeDefined();
  expect(row.getByText('Waiting')).toBeDefined();
  expect(row.getByText('lambda · europe-central-1 · gpu_8x_h100')).toBeDefined();
  expect(row.getByText('never')).toBeDefined();
});

test('a message that was given up says why', async () => {
  const dead = {
    id: 'd-1',
    state: 'dead' as const,
    tries: 8,
    nextTry: null,
    status: 503,
    fault: 'The answer was 503.',
    mailTo: null,
    createdAt: EARLIER,
    endedAt: EARLIER,
  };
  const fired = {
    ...ALERT,
    state: 'fired' as const,
    firedAt: EARLIER,
    webhookHost: 'hooks.example',
    deliveries: [dead],
  };
  renderWith(alerts(fired), <AlertsPage />, '/alerts');
  const row = within(await screen.findByTestId('alert-row'));
  expect(row.getByText('given up: The answer was 503.')).toBeDefined();
  expect(row.getByText('Below threshold')).toBeDefined();
});

test('a message that was given up can be sent again', async () => {
  const dead = {
    id: 'd-1',
    state: 'dead' as const,
    tries: 8,
    nextTry: null,
    status: 503,
    fault: 'The answer was 503.',
    mailTo: null,
    createdAt: EARLIER,
    endedAt: EARLIER,
  };
  const fired = { ...ALERT, webhookHost: 'hooks.example', deliveries: [dead] };
  const server = alerts(fired).on('POST /alerts/a-1/deliveries/d-1/retry', () => json(fired, 200));
  renderWith(server, <AlertsPage />, '/alerts');
  await userEvent.click(
    await screen.findByRole('button', {
      name: 'Send the message of 8 × H100 in EU under 18 USD/h again',
    }),
  );
  await waitFor(() => expect(server.calls('POST /alerts/a-1/deliveries/d-1/retry')).toHaveLength(1));
});

test('a wish is begun in the address, sent, and its secret shown once', async () => {
  const server = alerts().on('POST /alerts', () =>
    json({ ...ALERT, webhookHost: 'hooks.example', webhookSecret: 'twh_1' }, 201),
  );
  const at = '/alerts?accelerator=H100&count=8&capacityType=spot&under=18';
  renderWith(server, <AlertsPage />, at);
  await userEvent.type(screen.getByLabelText('Where'), 'EU, GB');
  await userEvent.type(
    screen.getByLabelText('Webhook, if you want one'),
    'https://hooks.example/x',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Create alert' }));
  expect((await screen.findByTestId('webhook-secret')).textContent).toContain('twh_1');
  expect(JSON.parse(server.calls('POST /alerts')[0]!.body)).toEqual({
    accelerator: 'H100',
    count: 8,
    regions: ['EU', 'GB'],
    capacityType: 'spot',
    under: '18 USD',
    webhookUrl: 'https://hooks.example/x',
  });
});

test('what the server refuses is shown with its advice', async () => {
  const server = alerts().on('POST /alerts', () =>
    problem(400, {
      code: 'invalid_field',
      detail: "under is 'cheap USD'.",
      errors: [{ field: 'under', message: 'It is no price.', advice: 'Write it as 18 USD.' }],
    }),
  );
  renderWith(server, <AlertsPage />, '/alerts?accelerator=H100&under=cheap');
  await userEvent.click(screen.getByRole('button', { name: 'Create alert' }));
  expect((await screen.findByTestId('problem')).textContent).toContain('Write it as 18 USD.');
});

test('an alert is deleted by its button', async () => {
  const server = alerts(ALERT).on('DELETE /alerts/a-1', () => new Response(null, { status: 204 }));
  renderWith(server, <AlertsPage />, '/alerts');
  await userEvent.click(
    await screen.findByRole('button', { name: 'Delete alert 8 × H100 in EU under 18 USD/h' }),
  );
  await waitFor(() => expect(server.calls('DELETE /alerts/a-1')).toHaveLength(1));
});
