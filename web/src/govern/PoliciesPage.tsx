import { useState } from 'react';
import { useApi } from '../api/context';
import type { Policy, Project } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, Empty, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { GovernTabs } from './GovernTabs';
import { PolicyEditor } from './PolicyEditor';
import { write } from './rules';
import { ValidatorPart } from './ValidatorPart';

const t = text.govern;

export default function PoliciesPage() {
  const api = useApi();
  const policies = useResource('policies', (signal) => api.policies(signal));
  const projects = useResource('projects', (signal) => api.projects(signal));
  const { busy, refusal, act } = useAction(policies.reload);
  const [edited, setEdited] = useState<Policy | 'new' | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const items = policies.data?.items;

  function saved() {
    setEdited(null);
    policies.reload();
  }

  return (
    <Page
      title={t.policiesTitle}
      aside={
        <button type="button" className="button button-primary" onClick={() => setEdited('new')}>
          {t.add}
        </button>
      }
    >
      <GovernTabs />
      <p className="lead">{t.policiesLead}</p>
      {policies.problem && <ProblemNotice problem={policies.problem} onRetry={policies.reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      {edited && (
        <PolicyEditor
          key={edited === 'new' ? 'new' : `${edited.id} ${edited.version}`}
          edited={edited === 'new' ? null : edited}
          projects={projects.data?.items ?? []}
          onSaved={saved}
          onCancel={() => setEdited(null)}
        />
      )}
      {!items && policies.loading && <p role="status">{text.loading}</p>}
      {items?.length === 0 && !edited && (
        <Empty title={t.noPolicies}>
          <p>{t.noPoliciesBody}</p>
        </Empty>
      )}
      <ul className="budgets">
        {items?.map((policy) => (
          <li key={policy.id} className="panel" data-testid="policy">
            <div className="budget-head">
              <h2>
                <bdi>{policy.name}</bdi>
              </h2>
              <span>
                {t.version(policy.version)} · {scope(policy, projects.data?.items ?? [])}
              </span>
              {!policy.enabled && <Badge tone="calm">{t.off}</Badge>}
              <span className="budget-tools">
                <button
                  type="button"
                  className="button"
                  aria-label={t.change(policy.name)}
                  onClick={() => setEdited(policy)}
                >
                  {t.changeShort}
                </button>
                <button
                  type="button"
                  className="button"
                  aria-expanded={told === policy.id}
                  aria-label={t.history(policy.name)}
                  onClick={() => setTold(told === policy.id ? null : policy.id)}
                >
                  {t.historyShort}
                </button>
                <button
                  type="button"
                  className="button"
                  disabled={busy}
                  aria-label={t.remove(policy.name)}
                  onClick={() => void act(() => api.deletePolicy(policy.id))}
                >
                  {t.removeShort}
                </button>
              </span>
            </div>
            <Rules policy={policy} />
            {told === policy.id && <History id={policy.id} version={policy.version} />}
          </li>
        ))}
      </ul>
      <ValidatorPart />
    </Page>
  );
}

function scope(policy: Policy, projects: Project[]): string {
  if (!policy.project) return t.whole;
  return projects.find((it) => it.id === policy.project)?.name ?? policy.project;
}

function Rules({ policy }: { policy: Policy }) {
  return <pre className="govern-rules">{write(policy.rules).trimEnd() || t.everything}</pre>;
}

function History({ id, version }: { id: string; version: number }) {
  const api = useApi();
  const versions = useResource(
    `policy-versions ${id}`,
    (signal) => api.policyVersions(id, signal),
    undefined,
    version,
  );
  return (
    <div data-testid="policy-history">
      {versions.problem && <ProblemNotice problem={versions.problem} onRetry={versions.reload} />}
      <ol className="govern-history">
        {versions.data?.items.map((each) => (
          <li key={each.version}>
            <p>
              {t.version(each.version)} · {format.moment(each.changedAt)} · {each.changedBy}
              {each.note && ` · ${each.note}`}
            </p>
            <Rules policy={each} />
          </li>
        ))}
      </ol>
    </div>
  );
}
