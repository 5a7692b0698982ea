import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { AlertDelivery, AuditWebhook } from '../api/types';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { EARLIER } from '../testing/samples';
import { AuditWebhookPart } from './AuditWebhookPart';

const HOOK: AuditWebhook = {
  webhookHost: 'siem.example.org',
  toldTo: 1207,
  changedBy: 'Ada',
  changedAt: EARLIER,
};
const nowhere = () => new Response(null, { status: 204 });
const message = (state: AlertDelivery['state'], fault: string | null): AlertDelivery => ({
  id: 'm-1',
  state,
  tries: 12,
  nextTry: null,
  status: 500,
  fault,
  mailTo: null,
  createdAt: EARLIER,
  endedAt: null,
});

test('an address is entered, and its secret is shown once', async () => {
  let hook: AuditWebhook | null = null;
  const server = new FakeServer()
    .on('GET /audit/webhook', () => (hook ? json(hook) : nowhere()))
    .on('GET /audit/webhook/deliveries', { items: [], nextCursor: null, total: 0 })
    .on('PUT /audit/webhook', () => {
      hook = HOOK;
      return json({ ...HOOK, webhookSecret: 'twh_1' });
    });
  renderWith(server, <AuditWebhookPart />);
  await userEvent.type(await screen.findByLabelText('Address (https)'), 'https://siem.example.org/in');
  await userEvent.click(screen.getByRole('button', { name: 'Tell it there' }));

  expect((await screen.findByTestId('audit-webhook-secret')).textContent).toContain('twh_1');
  expect((await screen.findByTestId('audit-told')).textContent).toContain('siem.example.org');
  expect(screen.getByTestId('audit-told').textContent).toContain('1,207');
  expect(JSON.parse(server.calls('PUT /audit/webhook')[0]!.body)).toEqual({
    webhookUrl: 'https://siem.example.org/in',
  });
});

test('a message that was given up says why and is sent again', async () => {
  const server = new FakeServer()
    .on('GET /audit/webhook', HOOK)
    .on('GET /audit/webhook/deliveries', {
      items: [message('dead', 'Answered 500.')],
      nextCursor: null,
      total: 1,
    })
    .on('POST /audit/webhook/deliveries/m-1/retry', { items: [], nextCursor: null, total: 0 });
  renderWith(server, <AuditWebhookPart />);
  expect((await screen.findByTestId('audit-message')).textContent).toContain('Answered 500.');
  await userEvent.click(screen.getByRole('button', { name: /^Send again the message/ }));
  await waitFor(() =>
    expect(server.calls('POST /audit/webhook/deliveries/m-1/retry')).toHaveLength(1),
  );
});

test('who may not see it is shown nothing', async () => {
  const server = new FakeServer().on('GET /audit/webhook', () => problem(403, {}));
  renderWith(server, <AuditWebhookPart />);
  await waitFor(() => expect(screen.queryByTestId('audit-webhook')).toBeNull());
});
