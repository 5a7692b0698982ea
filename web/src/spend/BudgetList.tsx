import type { Budget, Money, Project } from '../api/types';
import { approximately, format } from '../i18n/format';
import { text } from '../i18n/text';
import { BurnDownPart } from './BurnDown';

const t = text.spend;

interface BudgetListProps {
  items: Budget[];
  projects: Project[];
  busy: boolean;
  onEdit(budget: Budget): void;
  onDelete(id: string): void;
}

export function BudgetList({ items, projects, busy, onEdit, onDelete }: BudgetListProps) {
  return (
    <ul className="budgets">
      {items.map((budget) => (
        <li key={budget.id} className="panel" data-testid="budget">
          <div className="budget-head">
            <h3>
              <bdi>{budget.name}</bdi>
            </h3>
            <span>
              {format.money(budget.amount)} {t.period[budget.period]} · <bdi>{counts(budget, projects)}</bdi>
            </span>
            <span className="budget-tools">
              <button
                type="button"
                className="button"
                disabled={busy}
                aria-label={t.edit(budget.name)}
                onClick={() => onEdit(budget)}
              >
                {t.editShort}
              </button>
              <button
                type="button"
                className="button"
                disabled={busy}
                aria-label={t.remove(budget.name)}
                onClick={() => onDelete(budget.id)}
              >
                {t.removeShort}
              </button>
            </span>
          </div>
          <Bar budget={budget} />
          <BurnDownPart budget={budget} />
          <p className="budget-thresholds">
            {budget.thresholds
              .map((it) => t.at(String(it.percent), t.action[it.action]))
              .join(', ')}
          </p>
        </li>
      ))}
    </ul>
  );
}

function counts(budget: Budget, projects: Project[]): string {
  if (budget.user) return t.of(budget.user);
  if (!budget.project) return t.whole;
  return projects.find((it) => it.id === budget.project)?.name ?? budget.project;
}

function Bar({ budget }: { budget: Budget }) {
  const { name, used, held, left, amount } = budget;
  const [u, h, l] = [used, held, left].map((it) => format.money(it)) as [string, string, string];
  const usedShare = share(used, amount);
  return (
    <>
      <div className="budget-bar" role="img" aria-label={t.bar(name, u, h, l)}>
        <span className="budget-used" style={{ width: `${usedShare}%` }} />
        <span
          className="budget-held"
          style={{ width: `${Math.min(100 - usedShare, share(held, amount))}%` }}
        />
      </div>
      <dl className="budget-figures">
        <Figure name={t.used} value={u} />
        <Figure name={t.held} value={h} />
        <Figure name={t.left} value={l} />
      </dl>
    </>
  );
}

/** For the width of a bar alone. */
function share(part: Money, whole: Money): number {
  return Math.max(0, Math.min(100, (100 * approximately(part)) / approximately(whole)));
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
