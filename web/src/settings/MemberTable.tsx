import { useState, type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { Me, Member } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import type { Act } from './part';

const t = text.members;

interface TableProps {
  items: Member[];
  me: Me;
  /** Null for those who may only look. */
  act: Act | null;
}

export function MemberTable({ items, me, act }: TableProps) {
  const [open, setOpen] = useState<string | null>(null);
  const changing = items.find(({ person }) => person === open);
  return (
    <>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
        <table className="grid" data-testid="members">
          <thead>
            <tr>
              <th scope="col">{t.who}</th>
              <th scope="col">{t.may}</th>
              <th scope="col">{t.source}</th>
              <th scope="col">{t.seen}</th>
              {act && <td />}
            </tr>
          </thead>
          <tbody>
            {items.map((member) => (
              <Row
                key={member.person}
                member={member}
                me={me}
                act={act}
                open={open === member.person}
                onOpen={(isOpen) => setOpen(isOpen ? member.person : null)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {act && changing && (
        <ChangeRoles
          key={changing.person}
          member={changing}
          me={me}
          act={act}
          onDone={() => setOpen(null)}
        />
      )}
    </>
  );
}

interface RowProps {
  member: Member;
  me: Me;
  act: Act | null;
  open: boolean;
  onOpen(isOpen: boolean): void;
}

function Row({ member, me, act, open, onOpen }: RowProps) {
  const isMe = member.subject === me.subject;
  return (
    <tr data-testid="member">
      <th scope="row">
        <bdi>{member.name}</bdi>
        {isMe && ` (${t.you})`}
        {member.email && <small>{member.email}</small>}
      </th>
      <td className="sentence">{member.roles.map(roleName).join(', ')}</td>
      <td>{member.granted ? t.sources.granted : t.sources.issuer}</td>
      <td>{format.moment(member.seenAt)}</td>
      {act && (
        <td>
          <Buttons member={member} isMe={isMe} act={act} open={open} onOpen={onOpen} />
        </td>
      )}
    </tr>
  );
}

type ButtonsProps = Omit<RowProps, 'act' | 'me'> & { act: Act; isMe: boolean };

function Buttons({ member, isMe, act, open, onOpen }: ButtonsProps) {
  const api = useApi();
  return (
    <>
      <button
        type="button"
        className="button"
        aria-expanded={open}
        aria-label={t.changeOf(member.name)}
        onClick={() => onOpen(!open)}
      >
        {t.change}
      </button>{' '}
      {member.granted && !isMe && (
        <button
          type="button"
          className="button"
          aria-label={t.removeOf(member.name)}
          onClick={() => void act(() => api.removeMember(member.person))}
        >
          {t.remove}
        </button>
      )}
    </>
  );
}

interface ChangeProps {
  member: Member;
  me: Me;
  act: Act;
  onDone(): void;
}

function ChangeRoles({ member, me, act, onDone }: ChangeProps) {
  const api = useApi();
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const roles = chosen(event.currentTarget);
    if (await act(() => api.grantRoles(member.person, roles))) onDone();
  }
  return (
    <form
      className="connect-form"
      aria-label={t.changeOf(member.name)}
      onSubmit={(event) => void submit(event)}
    >
      <h2>{t.changeOf(member.name)}</h2>
      <RoleChoice me={me} given={member.roles} />
      {!member.granted && <p>{t.told}</p>}
      <div>
        <button type="submit" className="button button-primary">
          {t.save}
        </button>{' '}
        <button type="button" className="button" onClick={onDone}>
          {t.cancel}
        </button>
      </div>
    </form>
  );
}

export function AddMember({ me, act }: { me: Me; act: Act }) {
  const api = useApi();
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const person = String(new FormData(form).get('person')).trim();
    const roles = chosen(form);
    if (await act(() => api.grantRoles(person, roles))) form.reset();
  }
  return (
    <form className="connect-form" aria-label={t.add} onSubmit={(event) => void submit(event)}>
      <h2>{t.add}</h2>
      <div className="field">
        <label htmlFor="member-person">{t.person}</label>
        <input
          id="member-person"
          name="person"
          required
          autoComplete="off"
          spellCheck={false}
          aria-describedby="member-person-hint"
        />
        <small id="member-person-hint">{t.personHint}</small>
      </div>
      <RoleChoice me={me} given={['viewer']} />
      <button type="submit" className="button button-primary">
        {t.grant}
      </button>
    </form>
  );
}

/** Only those who run the broker make others who do. */
function RoleChoice({ me, given }: { me: Me; given: string[] }) {
  const offered = Object.entries(t.roles).filter(
    ([role]) => role !== 'broker_admin' || me.roles.includes(role),
  );
  return (
    <fieldset className="role-choice">
      <legend>{t.may}</legend>
      {offered.map(([role, [name, may]]) => (
        <label key={role}>
          <input type="checkbox" name="role" value={role} defaultChecked={given.includes(role)} />
          <span>
            {name} <small>{may}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function chosen(form: HTMLFormElement): string[] {
  return new FormData(form).getAll('role').map(String);
}

export function roleName(role: string): string {
  return t.roles[role]?.[0] ?? role;
}
