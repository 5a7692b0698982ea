import type { FormEvent } from 'react';
import { useApi } from '../api/context';
import type { OrganizationRequest } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, ProblemNotice } from '../shell/Notice';
import { roleName } from './MemberTable';
import type { PartProps } from './part';

const t = text.members;

/** Those that the reader belongs to. */
export function Organizations({ me, version, act }: PartProps) {
  const api = useApi();
  const list = useResource('organizations', (s) => api.organizations(s), 0, version);
  return (
    <>
      {list.problem && <ProblemNotice problem={list.problem} onRetry={list.reload} />}
      {!list.data && list.loading && <p role="status">{text.loading}</p>}
      {list.data && list.data.items.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t.organizations}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{t.organization}</th>
                <th scope="col">{t.alias}</th>
                <th scope="col">{t.yours}</th>
              </tr>
            </thead>
            <tbody>
              {list.data.items.map(({ id, name, alias, roles }) => (
                <tr key={id} data-testid="organization">
                  <th scope="row">
                    <bdi>{name}</bdi> {id === me.organization && <Badge tone="calm">{t.current}</Badge>}
                  </th>
                  <td>{alias ? <code>{alias}</code> : text.none}</td>
                  <td className="sentence">{roles.map(roleName).join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {me.roles.includes('broker_admin') && (
        <NewOrganization onMake={(wish) => act(() => api.createOrganization(wish))} />
      )}
    </>
  );
}

function NewOrganization({ onMake }: { onMake(wish: OrganizationRequest): Promise<boolean> }) {
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const value = (name: string) => String(new FormData(form).get(name)).trim();
    const alias = value('alias');
    if (await onMake({ name: value('name'), ...(alias ? { alias } : {}) })) form.reset();
  }
  return (
    <form
      className="connect-form"
      aria-label={t.addOrganization}
      onSubmit={(event) => void submit(event)}
    >
      <h3>{t.addOrganization}</h3>
      <label className="field">
        <span>{t.organization}</span>
        <input name="name" required autoComplete="off" />
      </label>
      <div className="field">
        <label htmlFor="organization-alias">{t.alias}</label>
        <input
          id="organization-alias"
          name="alias"
          pattern="[a-z0-9][a-z0-9\-]{0,59}"
          autoComplete="off"
          spellCheck={false}
          aria-describedby="organization-alias-hint"
        />
        <small id="organization-alias-hint">{t.aliasHint}</small>
      </div>
      <button type="submit" className="button">
        {t.create}
      </button>
    </form>
  );
}

export function Projects({ me, version, act }: PartProps) {
  const api = useApi();
  const list = useResource('projects', (s) => api.projects(s), 0, version);
  return (
    <>
      {list.problem && <ProblemNotice problem={list.problem} onRetry={list.reload} />}
      {!list.data && list.loading && <p role="status">{text.loading}</p>}
      {list.data && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t.projects}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{t.project}</th>
                <th scope="col">{t.since}</th>
              </tr>
            </thead>
            <tbody>
              {list.data.items.map(({ id, name, createdAt }) => (
                <tr key={id} data-testid="project">
                  <th scope="row">
                    <bdi>{name}</bdi>
                  </th>
                  <td>{format.moment(createdAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {me.roles.includes('platform_admin') && (
        <NewProject onMake={(name) => act(() => api.createProject(name))} />
      )}
    </>
  );
}

function NewProject({ onMake }: { onMake(name: string): Promise<boolean> }) {
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (await onMake(String(new FormData(form).get('name')).trim())) form.reset();
  }
  return (
    <form
      className="connect-form"
      aria-label={t.addProject}
      onSubmit={(event) => void submit(event)}
    >
      <label className="field">
        <span>{t.addProject}</span>
        <input name="name" required autoComplete="off" />
      </label>
      <button type="submit" className="button">
        {t.create}
      </button>
    </form>
  );
}
