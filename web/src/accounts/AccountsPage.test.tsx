import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import AccountsPage from './AccountsPage';

const LIST = 'GET /accounts';
const KINDS = 'GET /account-kinds';
const CONNECT = 'POST /accounts';

const AWS = {
  id: '5d0f0a4e-0000-4000-8000-000000000001',
  provider: 'aws',
  title: 'Amazon Web Services',
  name: 'research',
  state: 'connected',
  detail: 'Connected as arn:aws:iam::111122223333:user/tradewind.',
  settings: {},
  identity: 'arn:aws:iam::111122223333:user/tradewind',
  rights: [
    { name: 'ec2:RunInstances', verdict: 'granted', needed: true, detail: 'starts machines' },
    { name: 'servicequotas:ListServiceQuotas', verdict: 'missing', needed: false, detail: 'no' },
  ],
  quotas: [{ name: 'Running On-Demand P', where: 'us-east-1', limit: 96, used: null }],
  checkedAt: '2026-11-21T09:00:00Z',
  createdAt: '2026-11-21T09:00:00Z',
  createdBy: 'owner',
  openLeases: [] as string[],
};

const KIND = {
  provider: 'aws',
  title: 'Amazon Web Services',
  fields: [
    {
      key: 'access-key-id',
      label: 'Access key',
      meaning: 'Its id.',
      form: 'text',
      required: true,
      example: 'AKIA…',
    },
    {
      key: 'secret-access-key',
      label: 'Secret access key',
      meaning: 'Its secret.',
      form: 'secret',
      required: true,
      example: '',
    },
  ],
  grants: [{ title: 'Permissions policy', text: '{ "Version": "2012-10-17" }' }],
};

function server(items: object[] = []): FakeServer {
  const page = (of: object[]) => ({ items: of, nextCursor: null, total: of.length });
  return new FakeServer().on(LIST, page(items)).on(KINDS, page([KIND]));
}

test('an account tells its state in words, its rights and its quotas', async () => {
  renderWith(server([AWS]), <AccountsPage />);
  const card = await screen.findByTestId('account');
  expect(card.textContent).toContain('Amazon Web Services: research Connected');
  expect(card.textContent).toContain('user/tradewind');
  expect(card.textContent).toContain('ec2:RunInstances granted: starts machines');
  expect(card.textContent).toContain('missing: no (not needed to start machines)');
  expect(card.textContent).toContain('Running On-Demand P in us-east-1: 96');
});

test('an account in which leases run cannot be disconnected', async () => {
  renderWith(server([{ ...AWS, openLeases: ['a', 'b'] }]), <AccountsPage />);
  const card = await screen.findByTestId('account');
  expect(card.textContent).toContain('2 leases run in it');
  const button = within(card).getByRole('button', { name: 'Disconnect the account research' });
  expect(button).toHaveProperty('disabled', true);
});

test('connecting shows what to paste, sends what was entered, and says what the check said', async () => {
  const refused = { ...AWS, state: 'incomplete', detail: 'Missing: ec2:RunInstances (no).' };
  const fake = server().on(CONNECT, () => json(refused, 201));
  renderWith(fake, <AccountsPage />);
  await screen.findByRole('option', { name: 'Amazon Web Services' });
  await userEvent.selectOptions(screen.getByLabelText('1. Whose account?'), 'aws');
  expect(screen.getByLabelText('Permissions policy').textContent).toContain('2012-10-17');
  await userEvent.type(screen.getByLabelText('Access key'), 'AKIA1');
  const secret = screen.getByLabelText('Secret access key');
  expect(secret.getAttribute('type')).toBe('password');
  await userEvent.type(secret, 's3cret');
  await userEvent.click(screen.getByRole('button', { name: 'Connect and check' }));
  const result = await screen.findByTestId('check-result');
  expect(result.textContent).toContain('Missing: ec2:RunInstances');
  expect(fake.calls(CONNECT).map((call) => JSON.parse(call.body) as object)).toEqual([
    {
      provider: 'aws',
      name: 'Amazon Web Services',
      settings: { 'access-key-id': 'AKIA1', 'secret-access-key': 's3cret' },
    },
  ]);
  expect(screen.queryByDisplayValue('s3cret')).toBeNull();
});

test('what is refused names its field and keeps what was entered', async () => {
  const fake = server().on(CONNECT, () =>
    problem(422, {
      code: 'account_invalid',
      detail: 'The settings have 1 problem.',
      errors: [{ field: 'settings.access-key-id', message: 'It is missing.', advice: null }],
    }),
  );
  renderWith(fake, <AccountsPage />);
  await screen.findByRole('option', { name: 'Amazon Web Services' });
  await userEvent.selectOptions(screen.getByLabelText('1. Whose account?'), 'aws');
  await userEvent.type(screen.getByLabelText('Access key'), 'AKIA1');
  await userEvent.type(screen.getByLabelText('Secret access key'), 'x');
  await userEvent.click(screen.getByRole('button', { name: 'Connect and check' }));
  expect((await screen.findByTestId('problem')).textContent).toContain('settings.access-key-id');
  expect(screen.getByDisplayValue('AKIA1')).toBeTruthy();
});

test('an account is checked again and disconnected', async () => {
  const fake = server([AWS])
    .on(`POST /accounts/${AWS.id}/check`, AWS)
    .on(`DELETE /accounts/${AWS.id}`, () => new Response(null, { status: 204 }));
  renderWith(fake, <AccountsPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Check the account research' }));
  await waitFor(() => expect(fake.calls(`POST /accounts/${AWS.id}/check`)).toHaveLength(1));
  await userEvent.click(screen.getByRole('button', { name: 'Disconnect the account research' }));
  await waitFor(() => expect(fake.calls(`DELETE /accounts/${AWS.id}`)).toHaveLength(1));
});
