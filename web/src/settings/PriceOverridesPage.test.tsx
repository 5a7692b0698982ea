import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { usd } from '../testing/samples';
import PriceOverridesPage from './PriceOverridesPage';

const LIST = 'GET /price-overrides';
const REPLACE = 'PUT /price-overrides';

const RULE = {
  provider: 'aws',
  region: 'eu-west-1',
  instanceType: null,
  accelerator: 'H100',
  capacityType: 'on_demand',
  percentOff: 15,
  fixedPrice: null,
  validFrom: null,
  validTo: '2027-01-01T00:00:00Z',
  note: 'frame contract',
};

const DISCOUNT = { ...RULE, inForce: true, offers: 12 };

const FIXED = {
  ...DISCOUNT,
  provider: 'gcp',
  region: null,
  accelerator: null,
  capacityType: null,
  percentOff: null,
  fixedPrice: usd('50'),
  validTo: null,
  note: '',
  inForce: false,
  offers: 0,
};

function server(items: object[] = []): FakeServer {
  return new FakeServer().on(LIST, { items }).on(REPLACE, { items });
}

const sent = (fake: FakeServer) =>
  fake.calls(REPLACE).map((call) => (JSON.parse(call.body) as { items: object[] }).items);

test('a rule tells for what it holds, what is paid, when, and for how many offers', async () => {
  renderWith(server([DISCOUNT, FIXED]), <PriceOverridesPage />);
  const [first, second] = await screen.findAllByTestId('price-override');
  expect(first?.textContent).toContain('awseu-west-1 · H100 · On demand15% offuntil');
  expect(first?.textContent).toContain('12frame contract');
  expect(second?.textContent).toContain('gcpeverything$50.00 an houralways (not now)0');
});

test('a new rule is added behind those that are there', async () => {
  const fake = server([DISCOUNT]);
  renderWith(fake, <PriceOverridesPage />);
  await screen.findByTestId('price-override');
  await userEvent.type(screen.getByLabelText('Provider'), 'azure');
  await userEvent.type(screen.getByLabelText('Percent off'), '7.5');
  await userEvent.type(screen.getByLabelText('Note'), 'reseller');
  await userEvent.click(screen.getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(sent(fake)).toHaveLength(1));
  expect(sent(fake)[0]).toEqual([
    RULE,
    {
      provider: 'azure',
      region: null,
      instanceType: null,
      accelerator: null,
      capacityType: null,
      percentOff: 7.5,
      fixedPrice: null,
      validFrom: null,
      validTo: null,
      note: 'reseller',
    },
  ]);
});

test('what the server refuses is said with its field, and what was typed stays', async () => {
  const errors = [
    { field: 'items[0].percentOff', message: '100.0 % is not between 0 and 100.', advice: 'Write 15.' },
  ];
  const refusal = () => problem(422, { code: 'price_override_invalid', detail: 'One problem.', errors });
  renderWith(server().on(REPLACE, refusal), <PriceOverridesPage />);
  await userEvent.type(await screen.findByLabelText('Provider'), 'aws');
  await userEvent.type(screen.getByLabelText('Percent off'), '100');
  await userEvent.click(screen.getByRole('button', { name: 'Add' }));
  const notice = within(await screen.findByTestId('problem'));
  expect(notice.getByText('items[0].percentOff')).toBeDefined();
  expect(screen.getByLabelText<HTMLInputElement>('Percent off').value).toBe('100');
});

test('a rule is removed, and moved before another', async () => {
  const fake = server([DISCOUNT, FIXED]);
  renderWith(fake, <PriceOverridesPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Move the rule for gcp up' }));
  await waitFor(() => expect(sent(fake)).toHaveLength(1));
  expect(sent(fake)[0]?.map((rule) => (rule as { provider: string }).provider)).toEqual(['gcp', 'aws']);
  await userEvent.click(screen.getByRole('button', { name: 'Remove the rule for aws' }));
  await waitFor(() => expect(sent(fake)).toHaveLength(2));
  expect(sent(fake)[1]?.map((rule) => (rule as { provider: string }).provider)).toEqual(['gcp']);
});
