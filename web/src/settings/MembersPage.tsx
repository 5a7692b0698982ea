import { useState, type ReactNode } from 'react';
import { useApi } from '../api/context';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { text } from '../i18n/text';
import { Empty, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { AddMember, MemberTable } from './MemberTable';
import type { PartProps } from './part';
import { Organizations, Projects } from './Tenants';

const t = text.members;

/** Organizations, their projects and members: shown to all, changed by those who may. */
export default function MembersPage() {
  const api = useApi();
  const [version, setVersion] = useState(0);
  const { busy, refusal, act } = useAction(() => setVersion((n) => n + 1));
  const { data: me, problem, loading, reload } = useResource('me', (s) => api.me(s), 0, version);

  return (
    <Page title={t.title}>
      <p className="lead">{t.lead}</p>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      {!me && loading && <p role="status">{text.loading}</p>}
      {me && (
        <fieldset className="bare" disabled={busy}>
          <Members me={me} version={version} act={act} />
          {me.organization && (
            <Part title={t.projects}>
              <Projects me={me} version={version} act={act} />
            </Part>
          )}
          <Part title={t.organizations}>
            <Organizations me={me} version={version} act={act} />
          </Part>
        </fieldset>
      )}
    </Page>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="account">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Members({ me, version, act }: PartProps) {
  const administers = me.roles.includes('platform_admin');
  if (!administers && !me.roles.includes('auditor')) return <p>{t.hidden}</p>;
  return <ListOfMembers me={me} version={version} act={act} administers={administers} />;
}

function ListOfMembers({ me, version, act, administers }: PartProps & { administers: boolean }) {
  const api = useApi();
  const { data, problem, loading, reload } = useResource(
    'members',
    (s) => api.members(s),
    0,
    version,
  );
  return (
    <>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && loading && <p role="status">{text.loading}</p>}
      {data?.items.length === 0 && (
        <Empty title={t.none}>
          <p>{t.noneBody}</p>
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <MemberTable items={data.items} me={me} act={administers ? act : null} />
      )}
      {administers && <AddMember me={me} act={act} />}
    </>
  );
}
