import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { aPlacement, aWorkload } from '../testing/samples';
import RunPage from './RunPage';
import { TEMPLATES } from './templates';

const PREVIEW = 'POST /placements/preview';

function server(): FakeServer {
  return new FakeServer()
    .on(PREVIEW, aPlacement())
    .on('POST /workloads', () => json(aWorkload({ id: 'w-9' }), 201));
}

const submit = () => userEvent.click(screen.getByTestId('submit'));

test('the file is previewed without being asked to', async () => {
  const fake = server();
  renderWith(fake, <RunPage />, '/run');
  expect((await screen.findByTestId('preview-result')).dataset.outcome).toBe('placed');
  expect(fake.calls(PREVIEW).map((call) => call.body)).toEqual([TEMPLATES[0]?.text]);
  expect(screen.getByTestId('preview').dataset.fresh).toBe('true');
});

test('a template replaces the file, and is previewed', async () => {
  const fake = server();
  renderWith(fake, <RunPage />, '/run');
  await userEvent.selectOptions(screen.getByLabelText('Start from'), 'tpu');
  await waitFor(() => expect(fake.calls(PREVIEW).at(-1)?.body).toContain('tpu-v5litepod-8'));
});

test('the page tells that a model is sized, and a template shows how', async () => {
  const fake = server();
  renderWith(fake, <RunPage />, '/run');
  expect(screen.getByText(/Name a model instead of accelerators/)).toBeDefined();
  await userEvent.selectOptions(screen.getByLabelText('Start from'), 'model');
  await waitFor(() => expect(fake.calls(PREVIEW).at(-1)?.body).toContain('name: llama-3.1-70b'));
});

test('a wrong field is shown at its line, with the advice', async () => {
  const errors = [
    { field: 'resources.cpus', message: 'The number is 1++.', advice: 'Write 1+ for one or more.' },
  ];
  const refusal = () => problem(400, { code: 'invalid_workload', detail: 'One field is wrong.', errors });
  renderWith(server().on(PREVIEW, refusal), <RunPage />, '/run');
  const notice = within(await screen.findByTestId('problem'));
  expect(notice.getByText('Line 4')).toBeDefined();
  expect(notice.getByText('resources.cpus')).toBeDefined();
  expect(notice.getByText('Write 1+ for one or more.')).toBeDefined();
  expect(screen.getByText('Mend the file to see where it would run')).toBeDefined();
});

test('submitting leads to the workload', async () => {
  const fake = server();
  renderWith(fake, <RunPage />, '/run');
  await submit();
  await waitFor(() => expect(location.pathname).toBe('/workloads/w-9'));
  expect(fake.calls('POST /workloads')[0]?.body).toBe(TEMPLATES[0]?.text);
});

test('pressing submit again after a failure repeats the key; another file gets another', async () => {
  const fake = server().on('POST /workloads', () => problem(503, { detail: 'Not now.' }));
  renderWith(fake, <RunPage />, '/run');
  await submit();
  await screen.findByText('Not now.');
  await submit();
  await waitFor(() => expect(fake.calls('POST /workloads')).toHaveLength(2));
  await userEvent.selectOptions(screen.getByLabelText('Start from'), 'any');
  await submit();
  await waitFor(() => expect(fake.calls('POST /workloads')).toHaveLength(3));
  const keys = fake.calls('POST /workloads').map((call) => call.headers['Idempotency-Key']);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('the price that the preview showed is what is agreed to', async () => {
  const fake = server();
  renderWith(fake, <RunPage />, '/run');
  await screen.findByTestId('preview-result');
  await submit();
  await waitFor(() => expect(fake.calls('POST /workloads')).toHaveLength(1));
  expect(fake.calls('POST /workloads')[0]?.headers['Tradewind-Agreed-Price']).toBe(
    '23.920000000 USD',
  );
});

test('a price that has moved is asked about, and can be accepted', async () => {
  const errors = [
    {
      field: 'Tradewind-Agreed-Price',
      message: 'The price moved: an hour was 23.92 USD and is 30.00 USD now.',
      advice: 'To accept it, send the header Tradewind-Agreed-Price: 30.000000000 USD',
    },
  ];
  const fake = server().on('POST /workloads', (request) =>
    request.headers['Tradewind-Agreed-Price'] === '30.000000000 USD'
      ? json(aWorkload({ id: 'w-9' }), 201)
      : problem(409, { code: 'price_moved', detail: 'The price moved.', errors }),
  );
  renderWith(fake, <RunPage />, '/run');
  await screen.findByTestId('preview-result');
  await submit();
  const asked = within(await screen.findByTestId('price-moved'));
  expect(asked.getByText(/was 23.92 USD and is 30.00 USD now/)).toBeDefined();
  await userEvent.click(asked.getByRole('button', { name: 'Submit at 30.000000000 USD an hour' }));
  await waitFor(() => expect(location.pathname).toBe('/workloads/w-9'));
});

test('running again starts from the file of the old workload', async () => {
  const fake = server().on('GET /workloads/w-1', aWorkload());
  renderWith(fake, <RunPage />, '/run?from=w-1');
  await waitFor(() =>
    expect(fake.calls(PREVIEW).at(-1)?.body).toBe('kind: task\nname: hello\nrun: echo hi\n'),
  );
});

test('an offer of the market becomes a file that asks for it', async () => {
  const fake = server();
  renderWith(fake, <RunPage />, '/run?provider=lambda&accelerators=H100%3A8&capacity=spot');
  await waitFor(() => expect(fake.calls(PREVIEW)).toHaveLength(1));
  expect(fake.calls(PREVIEW)[0]?.body).toContain('accelerators: H100:8\n  capacity: spot');
  expect(fake.calls(PREVIEW)[0]?.body).toContain('providers: { allow: [lambda] }');
});

test('the form and the file are one', async () => {
  const fake = server();
  renderWith(fake, <RunPage />, '/run');
  await userEvent.click(screen.getByText('As a form'));
  const name = screen.getByLabelText<HTMLInputElement>('Name');
  expect(name.value).toBe('hello');
  await userEvent.clear(name);
  await userEvent.type(name, 'mine{Enter}');
  await waitFor(() => expect(fake.calls(PREVIEW).at(-1)?.body).toContain('name: mine'));
  await userEvent.selectOptions(screen.getByLabelText('Objective'), 'greenest');
  await waitFor(() => expect(fake.calls(PREVIEW).at(-1)?.body).toContain('objective: greenest'));
  await userEvent.selectOptions(screen.getByLabelText('Start from'), 'tpu');
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('tpu-train');
});
