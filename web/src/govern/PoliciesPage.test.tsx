import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Policy, PolicyValidator } from '../api/types';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { EARLIER, usd } from '../testing/samples';
import PoliciesPage from './PoliciesPage';

const POLICY: Policy = {
  id: 'p-1',
  name: 'EU only',
  project: null,
  version: 3,
  enabled: true,
  rules: { residency: ['EU'], max_price_hour: '30 USD' },
  note: 'Data protection',
  createdBy: 'ada',
  createdAt: EARLIER,
  changedBy: 'ada',
  changedAt: EARLIER,
};

const VALIDATOR: PolicyValidator = {
  webhookUrl: 'https://rules.example.org/ask',
  timeoutMillis: 500,
  changedBy: 'ada',
  changedAt: EARLIER,
  answers: [
    {
      at: EARLIER,
      outcome: 'failed',
      detail: 'no answer within 500 ms',
      workloads: 1,
      tookMillis: 501,
    },
  ],
};

function policies(...items: Policy[]): FakeServer {
  return new FakeServer()
    .on('GET /policies', { items, nextCursor: null, total: items.length })
    .on('GET /projects', { items: [], nextCursor: null, total: 0 })
    .on('GET /policies/validator', () => new Response(null, { status: 204 }));
}

test('without a policy the page says what one is for', async () => {
  renderWith(policies(), <PoliciesPage />, '/policies');
  expect((await screen.findByTestId('empty')).textContent).toContain('There are no policies');
});

test('a policy tells its version, whom it holds for, and its rules', async () => {
  renderWith(policies(POLICY), <PoliciesPage />, '/policies');
  const item = within(await screen.findByTestId('policy'));
  expect(item.getByText('Version 3 · Whole organization')).toBeDefined();
  expect(item.getByText(/max_price_hour: 30 USD/)).toBeDefined();
});

test('form and file say the same, and the file is sent', async () => {
  const server = policies().on('POST /policies', () => json(POLICY, 201));
  renderWith(server, <PoliciesPage />, '/policies');
  await userEvent.click(screen.getByRole('button', { name: 'New policy' }));
  await userEvent.type(screen.getByLabelText('Name'), 'EU only');
  await userEvent.type(screen.getByLabelText('Data stays in'), 'EU, CH');
  await userEvent.click(screen.getByLabelText('Spot'));
  const file = screen.getByLabelText<HTMLTextAreaElement>('The same as YAML or JSON');
  expect(file.value).toContain('residency:\n  - EU\n  - CH');
  await userEvent.clear(file);
  await userEvent.type(file, 'max_nodes: 4');
  expect(screen.getByLabelText<HTMLInputElement>('Most nodes').value).toBe('4');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(server.calls('POST /policies')).toHaveLength(1));
  expect(JSON.parse(server.calls('POST /policies')[0]!.body)).toEqual({
    name: 'EU only',
    project: null,
    enabled: true,
    note: '',
    rules: { max_nodes: 4 },
  });
});

test('a change names the version that it is of', async () => {
  const server = policies(POLICY).on('PUT /policies/p-1', () =>
    problem(409, { code: 'policy_changed', detail: 'Somebody else has changed the policy.' }),
  );
  renderWith(server, <PoliciesPage />, '/policies');
  await userEvent.click(await screen.findByRole('button', { name: 'Change EU only' }));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect((await screen.findByTestId('problem')).textContent).toContain('Somebody else');
  expect(JSON.parse(server.calls('PUT /policies/p-1')[0]!.body)).toMatchObject({ version: 3 });
});

test('a dry run is told in words and as a table that can be continued', async () => {
  const item = {
    workload: 'w-1',
    name: 'train',
    createdBy: 'ada',
    createdAt: EARLIER,
    outcome: 'moved' as const,
    reasons: ['residency: it is in aws/us-east-1 (US)'],
    ranAt: 'p5.48xlarge in aws/us-east-1',
    wouldRunAt: 'p5.48xlarge in aws/eu-west-1',
    wouldCostPerHour: usd('110'),
    otherwisePerHour: usd('98.32'),
  };
  const server = policies(POLICY).on('POST /policies/dry-run', ({ query }) =>
    json({
      from: EARLIER,
      to: EARLIER,
      judged: 340,
      refused: 12,
      moved: 30,
      truncated: false,
      dearerPerHour: usd('11.68'),
      summary: 'This would have refused 12 of 340, and moved 30 elsewhere.',
      rules: [{ rule: 'residency', workloads: 42 }],
      items: [query.get('cursor') ? { ...item, workload: 'w-2', name: 'embed' } : item],
      nextCursor: query.get('cursor') ? null : 'more',
      total: 42,
    }),
  );
  renderWith(server, <PoliciesPage />, '/policies');
  await userEvent.click(await screen.findByRole('button', { name: 'Change EU only' }));
  await userEvent.click(screen.getByRole('button', { name: 'Dry run' }));
  expect(await screen.findByText(/refused 12 of 340/)).toBeDefined();
  expect(screen.getByText('42 workloads')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
  expect(await screen.findByText('embed')).toBeDefined();
  expect(screen.getByText('train')).toBeDefined();
});

test('the history shows what held before', async () => {
  const server = policies(POLICY).on('GET /policies/p-1/versions', {
    items: [POLICY, { ...POLICY, version: 2, rules: { residency: ['DE'] }, note: '' }],
    nextCursor: null,
    total: 2,
  });
  renderWith(server, <PoliciesPage />, '/policies');
  await userEvent.click(await screen.findByRole('button', { name: 'History of EU only' }));
  const history = within(await screen.findByTestId('policy-history'));
  expect(await history.findByText(/Version 2/)).toBeDefined();
  expect(history.getByText(/- DE/)).toBeDefined();
});

test('without a validator the page says that it would fail closed, and sets one', async () => {
  const server = policies().on('PUT /policies/validator', () =>
    json({ ...VALIDATOR, answers: [], webhookSecret: 'twh_once' }),
  );
  renderWith(server, <PoliciesPage />, '/policies');
  const part = within(await screen.findByTestId('validator'));
  expect(part.getByText(/It fails closed/)).toBeDefined();
  expect(part.queryByRole('button', { name: 'Ask nobody' })).toBeNull();
  await userEvent.type(part.getByLabelText('Address (https)'), VALIDATOR.webhookUrl);
  await userEvent.click(part.getByRole('button', { name: 'Ask it' }));
  expect((await part.findByTestId('validator-secret')).textContent).toContain('twh_once');
  expect(JSON.parse(server.calls('PUT /policies/validator')[0]!.body)).toEqual({
    webhookUrl: VALIDATOR.webhookUrl,
    timeoutMillis: 2000,
  });
});

test('what the validator said at last is shown, and it can be left out', async () => {
  const server = policies()
    .on('GET /policies/validator', VALIDATOR)
    .on('DELETE /policies/validator', () => new Response(null, { status: 204 }));
  renderWith(server, <PoliciesPage />, '/policies');
  const answers = await screen.findByTestId('validator-answers');
  expect(answers.textContent).toContain('No answer');
  expect(answers.textContent).toContain('no answer within 500 ms');
  await userEvent.click(screen.getByRole('button', { name: 'Ask nobody' }));
  await waitFor(() => expect(server.calls('DELETE /policies/validator')).toHaveLength(1));
});
