import { useState } from 'react';
import { useApi } from '../api/context';
import type { PolicyDryRun, PolicyDryRunItem, PolicyRules } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, ProblemNotice } from '../shell/Notice';

const t = text.govern;

interface DryRunProps {
  rules: PolicyRules;
  project: string | null;
}

/** What the draft would have done to the workloads of the last thirty days. */
export function DryRun({ rules, project }: DryRunProps) {
  const api = useApi();
  const wish = { rules, project };
  const key = JSON.stringify(wish);
  const whole = useResource(`dry-run ${key}`, (signal) => api.dryRunPolicy(wish, null, signal));
  const [rest, setRest] = useState<{ of: PolicyDryRun; pages: PolicyDryRun[] } | null>(null);
  const { busy, refusal, act } = useAction();
  const first = whole.data;
  const pages = first ? [first, ...(rest?.of === first ? rest.pages : [])] : [];
  const items = pages.flatMap((page) => page.items);
  const cursor = pages.at(-1)?.nextCursor ?? null;
  const problem = whole.problem ?? refusal;

  async function more(of: PolicyDryRun) {
    const next = await api.dryRunPolicy(wish, cursor);
    setRest({ of, pages: [...pages.slice(1), next] });
  }

  return (
    <div data-testid="dry-run" aria-busy={whole.loading}>
      <h3>{t.tried}</h3>
      {problem && <ProblemNotice problem={problem} onRetry={whole.reload} />}
      {!whole.data && whole.loading && <p role="status">{text.loading}</p>}
      {whole.data && (
        <>
          <p role="status">{whole.data.summary}</p>
          {whole.data.truncated && <p>{t.truncated}</p>}
          {whole.data.rules.length > 0 && (
            <ul className="govern-counts">
              {whole.data.rules.map((each) => (
                <li key={each.rule}>
                  <code>{each.rule}</code> {t.workloads(each.workloads)}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      {items.length > 0 && <Affected items={items} />}
      {first && cursor !== null && (
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => void act(() => more(first))}
        >
          {text.more}
        </button>
      )}
    </div>
  );
}

function Affected({ items }: { items: PolicyDryRunItem[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.affected}>
      <table className="grid" data-testid="dry-run-items">
        <thead>
          <tr>
            <th scope="col">{t.workload}</th>
            <th scope="col">{t.outcome}</th>
            <th scope="col">{t.why}</th>
            <th scope="col">{t.ranAt}</th>
            <th scope="col">{t.instead}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.workload}>
              <th scope="row">
                {item.name}
                <small>
                  {item.createdBy} · {format.moment(item.createdAt)}
                </small>
              </th>
              <td>
                <Badge tone={item.outcome === 'refused' ? 'bad' : 'warn'}>
                  {t.outcomes[item.outcome]}
                </Badge>
              </td>
              <td className="sentence">{item.reasons.join('; ')}</td>
              <td>{item.ranAt}</td>
              <td>
                {item.wouldRunAt ?? text.none}
                {item.wouldCostPerHour && <small>{format.money(item.wouldCostPerHour)}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
