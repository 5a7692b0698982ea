import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import MembersPage from './MembersPage';

const LIST = 'GET /members';
const GRANT = 'POST /members';
const ACME = '5b4d3a52-6c9e-4f10-9d52-0a1b2c3d4e5f';

const ANNA = {
  person: '7b4d3a52-6c9e-4f10-9d52-0a1b2c3d4e5f',
  name: 'Anna',
  email: 'anna@example.org',
  subject: 'anna-s',
  roles: ['developer', 'viewer'],
  granted: true,
  seenAt: '2026-11-01T00:00:00Z',
};

const BERT = { ...ANNA, person: 'p2', name: 'Bert', subject: 'bert-s', email: null, granted: false };

function server(roles: string[], members: object[] = [ANNA, BERT]): FakeServer {
  return new FakeServer()
    .on('GET /me', { subject: 'me', name: 'Me', roles, organization: ACME, mode: 'openid' })
    .on('GET /organizations', { items: [{ id: ACME, name: 'Acme', alias: null, roles }] })
    .on('GET /projects', { items: [{ id: 'p', name: 'Default', createdAt: ANNA.seenAt }] })
    .on(LIST, { items: members });
}

function sent(fake: FakeServer, call: string): unknown {
  return JSON.parse(fake.calls(call)[0]?.body ?? '');
}

test('an administrator sees who belongs here, what each may do, and who said so', async () => {
  renderWith(server(['platform_admin']), <MembersPage />);
  const rows = await screen.findAllByTestId('member');
  expect(rows[0]?.textContent).toContain('Annaanna@example.orgDeveloper, Viewerhere');
  expect(rows[1]?.textContent).toContain('by the issuer');
});

test('a member is added with the least role unless another is chosen', async () => {
  const fake = server(['platform_admin']).on(GRANT, () => json(ANNA));
  renderWith(fake, <MembersPage />);
  const form = within(await screen.findByRole('form', { name: 'Add a member' }));
  await userEvent.type(form.getByLabelText('E-mail address or id'), 'new@example.org');
  await userEvent.click(form.getByRole('button', { name: 'Add' }));
  await waitFor(() =>
    expect(sent(fake, GRANT)).toEqual({ person: 'new@example.org', roles: ['viewer'] }),
  );
  await waitFor(() => expect(fake.calls(LIST)).toHaveLength(2));
});

test('roles are changed in place', async () => {
  const fake = server(['platform_admin']).on(GRANT, () => json(ANNA));
  renderWith(fake, <MembersPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Change roles of Anna' }));
  const form = within(screen.getByRole('form', { name: 'Change roles of Anna' }));
  expect(form.queryByLabelText(/Broker administrator/)).toBeNull();
  await userEvent.click(form.getByLabelText(/Developer/));
  await userEvent.click(form.getByLabelText(/Finance/));
  await userEvent.click(form.getByRole('button', { name: 'Save roles' }));
  await waitFor(() =>
    expect(sent(fake, GRANT)).toEqual({ person: ANNA.person, roles: ['viewer', 'finance'] }),
  );
  await waitFor(() =>
    expect(screen.queryByRole('form', { name: 'Change roles of Anna' })).toBeNull(),
  );
});

test('only what was granted here can be taken back', async () => {
  const call = `DELETE /members/${ANNA.person}`;
  const fake = server(['platform_admin']).on(call, () => new Response(null, { status: 204 }));
  renderWith(fake, <MembersPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Remove Anna' }));
  await waitFor(() => expect(fake.calls(call)).toHaveLength(1));
  expect(screen.queryByRole('button', { name: 'Remove Bert' })).toBeNull();
});

test('an auditor looks and cannot change anything', async () => {
  renderWith(server(['auditor']), <MembersPage />);
  expect(await screen.findAllByTestId('member')).toHaveLength(2);
  expect(screen.queryAllByRole('button')).toHaveLength(0);
});

test('a developer is told who sees the members, and they are not asked for', async () => {
  const fake = server(['developer']);
  renderWith(fake, <MembersPage />);
  expect(await screen.findByText(/Administrators and auditors see/)).toBeDefined();
  expect((await screen.findByTestId('project')).textContent).toContain('Default');
  expect(fake.calls(LIST)).toHaveLength(0);
});

test('who runs the broker makes an organization', async () => {
  const fake = server(['broker_admin']).on('POST /organizations', () =>
    json({ id: 'o', name: 'New', alias: 'new', roles: [] }, 201),
  );
  renderWith(fake, <MembersPage />);
  const form = within(await screen.findByRole('form', { name: 'New organization' }));
  await userEvent.type(form.getByLabelText('Organization'), 'New');
  await userEvent.type(form.getByLabelText('Alias'), 'new');
  await userEvent.click(form.getByRole('button', { name: 'Create' }));
  await waitFor(() =>
    expect(sent(fake, 'POST /organizations')).toEqual({ name: 'New', alias: 'new' }),
  );
});

test('a refusal says why, and what was shown stays', async () => {
  const fake = server(['platform_admin']).on(GRANT, () =>
    problem(400, { title: 'Bad', detail: 'Nobody of this name has signed in here yet.' }),
  );
  renderWith(fake, <MembersPage />);
  await userEvent.type(await screen.findByLabelText('E-mail address or id'), 'x');
  await userEvent.click(screen.getByRole('button', { name: 'Add' }));
  expect(await screen.findByText(/has signed in here yet/)).toBeDefined();
  expect(screen.getAllByTestId('member')).toHaveLength(2);
});

test('nobody yet, and a list that does not come, are said', async () => {
  const { unmount } = renderWith(server(['platform_admin'], []), <MembersPage />);
  expect(await screen.findByText('Nobody belongs here yet')).toBeDefined();
  unmount();
  const broken = server(['auditor']).on(LIST, () => problem(500, { detail: 'It broke.' }));
  renderWith(broken, <MembersPage />);
  expect(await screen.findByText(/It broke/)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
});
