import { useState } from 'react';
import { useApi } from '../api/context';
import type { SpendCut, SpendPart } from '../api/types';
import { useResource } from '../api/useResource';
import { approximately, format } from '../i18n/format';
import { text } from '../i18n/text';
import { Empty, ProblemNotice } from '../shell/Notice';

const t = text.spendParts;
const CUTS: SpendCut[] = ['project', 'provider', 'accelerator', 'user', 'day'];

/** What this month has cost, cut in the way that is chosen; its bars are for the eye alone. */
export function SpendParts() {
  const api = useApi();
  const [by, setBy] = useState<SpendCut>('project');
  const { data, problem, loading, reload } = useResource(`spend by ${by}`, (signal) =>
    api.spendParts(by, signal),
  );
  return (
    <section aria-labelledby="spend-parts">
      <h2 id="spend-parts">{t.title}</h2>
      <div className="segments" role="radiogroup" aria-label={t.by}>
        {CUTS.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="spend-by"
              checked={by === each}
              onChange={() => setBy(each)}
            />
            <span>{t.cuts[each]}</span>
          </label>
        ))}
      </div>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && loading && <p role="status">{text.loading}</p>}
      {data?.items.length === 0 && (
        <Empty title={text.spend.noCharges}>
          <p>{text.spend.noChargesBody}</p>
        </Empty>
      )}
      {data && data.items.length > 0 && <Parts by={by} items={data.items} />}
    </section>
  );
}

function Parts({ by, items }: { by: SpendCut; items: SpendPart[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={`${t.by} ${t.cuts[by]}`}>
      <table className="grid" data-testid="spend">
        <thead>
          <tr>
            <th scope="col">{t.cuts[by]}</th>
            <th scope="col" className="figure">
              {text.spend.used}
            </th>
            <td className="spend-share" />
          </tr>
        </thead>
        <tbody>
          {items.map((part) => (
            <tr key={part.part + part.amount.currency}>
              <th scope="row">
                <bdi>{nameOf(by, part.part)}</bdi>
              </th>
              <td className="figure">{format.money(part.amount)}</td>
              <td className="spend-share">
                <span className="spend-bar" style={{ width: `${share(part, items)}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function nameOf(by: SpendCut, part: string): string {
  if (by === 'day') return format.date(`${part}T12:00:00Z`);
  return by === 'accelerator' && part === 'cpu' ? text.market.cpuOnly : part;
}

/** Of the largest in the same currency. */
function share({ amount }: SpendPart, items: SpendPart[]): number {
  const same = items.filter((it) => it.amount.currency === amount.currency);
  const largest = Math.max(...same.map((it) => approximately(it.amount)));
  return largest > 0 ? (100 * approximately(amount)) / largest : 0;
}
