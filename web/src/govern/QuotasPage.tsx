import type { FormEvent } from 'react';
import { useApi } from '../api/context';
import type { Project, Quota, QuotaRequest } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { text } from '../i18n/text';
import { Empty, PartNotice, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { GovernTabs } from './GovernTabs';

const t = text.govern;
const EVERY_MS = 10_000;

export default function QuotasPage() {
  const api = useApi();
  const quotas = useResource('quotas', (signal) => api.quotas(signal), EVERY_MS);
  const projects = useResource('projects', (signal) => api.projects(signal));
  const { busy, refusal, act } = useAction(quotas.reload);
  const known = projects.data?.items ?? [];
  const items = quotas.data?.items;

  return (
    <Page title={t.quotasTitle}>
      <GovernTabs />
      <p className="lead">{t.quotasLead}</p>
      {quotas.problem && <ProblemNotice problem={quotas.problem} onRetry={quotas.reload} />}
      {projects.problem && (
        <PartNotice problem={projects.problem} onRetry={projects.reload} />
      )}
      {refusal && <ProblemNotice problem={refusal} />}
      {!items && quotas.loading && <p role="status">{text.loading}</p>}
      {items?.length === 0 && (
        <Empty title={t.noQuotas}>
          <p>{t.noQuotasBody}</p>
        </Empty>
      )}
      <ul className="budgets">
        {items?.map((quota) => (
          <QuotaItem
            key={quota.id}
            quota={quota}
            of={whom(quota, known)}
            busy={busy}
            onChange={(most) =>
              void act(() =>
                api.changeQuota(quota.id, {
                  project: quota.project,
                  user: quota.user,
                  accelerator: quota.accelerator,
                  most,
                }),
              )
            }
            onDelete={() => void act(() => api.deleteQuota(quota.id))}
          />
        ))}
      </ul>
      <NewQuota
        projects={known}
        busy={busy}
        onMake={(wish) => act(() => api.createQuota(wish))}
      />
    </Page>
  );
}

function whom(quota: Quota, projects: Project[]): string {
  const project = quota.project
    ? (projects.find((it) => it.id === quota.project)?.name ?? quota.project)
    : null;
  const user = quota.user === '*' ? t.eachUser : quota.user;
  return [project, user].filter(Boolean).join(' · ') || t.whole;
}

interface QuotaItemProps {
  quota: Quota;
  of: string;
  busy: boolean;
  onChange(most: number): void;
  onDelete(): void;
}

function QuotaItem({ quota, of, busy, onChange, onDelete }: QuotaItemProps) {
  const name = `${quota.accelerator ?? t.allAccelerators}, ${of}`;
  const share = quota.most === 0 ? 100 : Math.min(100, (100 * quota.used) / quota.most);
  function change(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onChange(Number(new FormData(event.currentTarget).get('most')));
  }
  return (
    <li className="panel" data-testid="quota">
      <div className="budget-head">
        <h2>{quota.accelerator ?? t.allAccelerators}</h2>
        <bdi>{of}</bdi>
        <span className="budget-tools">
          <button
            type="button"
            className="button"
            disabled={busy}
            aria-label={t.remove(name)}
            onClick={onDelete}
          >
            {t.removeShort}
          </button>
        </span>
      </div>
      <div
        className="budget-bar"
        role="img"
        aria-label={t.bar(name, String(quota.used), String(quota.most))}
      >
        <span className="budget-used" style={{ width: `${share}%` }} />
      </div>
      <p>{t.used(String(quota.used), String(quota.most))}</p>
      <form className="govern-buttons" onSubmit={change}>
        <label className="field">
          <span>{t.most}</span>
          <input
            key={quota.most}
            name="most"
            type="number"
            min={0}
            step="any"
            required
            defaultValue={quota.most}
            aria-label={t.mostOf(name)}
          />
        </label>
        <button type="submit" className="button" disabled={busy}>
          {t.save}
        </button>
      </form>
    </li>
  );
}

interface NewQuotaProps {
  projects: Project[];
  busy: boolean;
  onMake(wish: QuotaRequest): Promise<boolean>;
}

function NewQuota({ projects, busy, onMake }: NewQuotaProps) {
  async function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const said = (name: string) => String(values.get(name) ?? '').trim() || null;
    const wish = {
      project: said('project'),
      user: said('user'),
      accelerator: said('accelerator'),
      most: Number(values.get('most')),
    };
    if (await onMake(wish)) form.reset();
  }
  return (
    <form className="override-form" onSubmit={(event) => void make(event)}>
      <h2>{t.newQuota}</h2>
      <div className="override-fields">
        <label className="field">
          <span>{t.accelerator}</span>
          <input name="accelerator" placeholder={t.acceleratorHint} />
        </label>
        <label className="field">
          <span>{t.holdsFor}</span>
          <select name="project" defaultValue="">
            <option value="">{t.whole}</option>
            {projects.map((project) => (
              <option key={project.id} value={project.id}>
                {project.name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t.user}</span>
          <input name="user" />
        </label>
        <label className="field">
          <span>{t.most}</span>
          <input name="most" type="number" min={0} step="any" required />
        </label>
      </div>
      <button type="submit" className="button button-primary" disabled={busy}>
        {t.makeQuota}
      </button>
    </form>
  );
}
