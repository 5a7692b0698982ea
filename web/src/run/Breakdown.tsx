import type { Candidate, CostBreakdown } from '../api/types';
import { approximately, format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge } from '../shell/Notice';

const PARTS: Exclude<keyof CostBreakdown, 'total'>[] = [
  'compute',
  'startUp',
  'transferTime',
  'disk',
  'egress',
  'minimumIncrement',
  'restartWaste',
];

/** What the choice costs, in money and in grams, each with what it is made of. */
export function Breakdown({ candidate }: { candidate: Candidate }) {
  return (
    <div className="breakdown">
      <MoneyPart candidate={candidate} />
      <CarbonPart candidate={candidate} />
    </div>
  );
}

function MoneyPart({ candidate }: { candidate: Candidate }) {
  const { cost, hours } = candidate;
  // A placement that was stored before a part was reckoned does not have it.
  const parts = PARTS.filter(
    (part) => part === 'compute' || (part in cost && approximately(cost[part]) !== 0),
  );
  return (
    <section className="panel" data-testid="price-breakdown">
      <h3>
        {text.run.money} <small>{text.run.forHours(format.duration(hours * 3600))}</small>
      </h3>
      <table className="sums">
        <tbody>
          {parts.map((part) => (
            <tr key={part}>
              <th scope="row">{text.run.cost[part]}</th>
              <td title={format.exactMoney(cost[part])}>{format.money(cost[part])}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{text.run.cost.total}</th>
            <td title={format.exactMoney(cost.total)}>{format.money(cost.total)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function CarbonPart({ candidate: { carbon } }: { candidate: Candidate }) {
  const t = text.run.grams;
  if (!carbon) {
    return (
      <section className="panel" data-testid="carbon-breakdown">
        <h3>{text.run.carbon}</h3>
        <p>{text.run.noCarbon}</p>
      </section>
    );
  }
  return (
    <section className="panel" data-testid="carbon-breakdown">
      <h3>
        {text.run.carbon} <small>{text.run.gramsUnit}</small>
        {carbon.estimated && <Badge tone="warn">{text.run.estimated}</Badge>}
      </h3>
      <table className="sums">
        <tbody>
          <tr>
            <th scope="row">{t.operational}</th>
            <td>{format.grams(carbon.operationalGrams)}</td>
          </tr>
          <tr>
            <th scope="row">{t.embodied}</th>
            <td>{format.grams(carbon.embodiedGrams)}</td>
          </tr>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t.total}</th>
            <td>{format.grams(carbon.totalGrams)}</td>
          </tr>
        </tfoot>
      </table>
      <p className="hint">
        {format.kilowattHours(carbon.energyKilowattHours)} · {t.pue} {format.decimal(carbon.pue)}
        {carbon.gramsPerKilowattHour !== null &&
          ` · ${format.grams(carbon.gramsPerKilowattHour)}${text.run.perKilowattHour}`}
        {carbon.waterLitres !== null && ` · ${text.run.water(format.decimal(carbon.waterLitres))}`}
        <br />
        {t.basis}: {carbon.basis.replace(/_/g, ' ')}.
      </p>
      <details className="hint">
        <summary>{t.source}</summary>
        {carbon.source}
      </details>
    </section>
  );
}
