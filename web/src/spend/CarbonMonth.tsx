import { carbonReceiptFile } from '../api/client';
import { useApi } from '../api/context';
import type { CarbonPart, CarbonReceipt } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Empty, ProblemNotice } from '../shell/Notice';

const t = text.spend;
type Figures = CarbonPart['figures'];

/** Energy, carbon and water of this month. What is counted in different ways stands in tables of its own. */
export function CarbonMonth() {
  const api = useApi();
  const { data, problem, loading, reload } = useResource('carbon', (s) => api.carbonReceipt(s));
  return (
    <section>
      <h2>{t.carbon}</h2>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && loading && <p role="status">{text.loading}</p>}
      {data?.parts.length === 0 && (
        <Empty title={t.noCarbon}>
          <p>{t.noCarbonBody}</p>
        </Empty>
      )}
      {data?.parts.map((part) => (
        <Basis key={part.figures.basis} part={part} receipt={data} />
      ))}
    </section>
  );
}

function Basis({ part, receipt }: { part: CarbonPart; receipt: CarbonReceipt }) {
  const { basis, estimated } = part.figures;
  const lines = receipt.lines.filter((line) => line.figures.basis === basis);
  const label = t.carbonOf(part.basisName);
  return (
    <>
      <p>
        {label}
        {estimated && `; ${t.carbonAlsoEstimated}`}
        {part.sci.gramsPerUnit !== null &&
          `; ${t.intensity(grams(part.sci.gramsPerUnit), part.sci.unit)}`}
      </p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
        <table className="grid" data-testid="carbon">
          <thead>
            <tr>
              <th scope="col">{t.project}</th>
              <th scope="col">{t.energy}</th>
              <th scope="col">{t.operational}</th>
              <th scope="col">{t.embodied}</th>
              <th scope="col">{t.water}</th>
              <th scope="col">{t.receipt}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Row key={line.id} name={line.name} figures={line.figures} project={line.id} />
            ))}
          </tbody>
          <tfoot>
            <Row name={t.sum} figures={part.figures} project={null} />
          </tfoot>
        </table>
      </div>
    </>
  );
}

function Row(props: { name: string; figures: Figures; project: string | null }) {
  const { name, figures, project } = props;
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td>{format.kilowattHours(Number(figures.kilowattHours))}</td>
      <td>{grams(figures.operationalGrams)}</td>
      <td>{grams(figures.embodiedGrams)}</td>
      <td>
        {figures.waterLitres === null
          ? t.unknown
          : t.litres(format.decimal(Number(figures.waterLitres)))}
      </td>
      <td>
        {(['pdf', 'csv', 'json'] as const).map((kind) => (
          <a
            key={kind}
            className="file"
            href={carbonReceiptFile(project, kind)}
            aria-label={t.receiptFile(project ? name : t.wholeMonth, kind.toUpperCase())}
            download={`carbon.${kind}`}
          >
            {kind.toUpperCase()}
          </a>
        ))}
      </td>
    </tr>
  );
}

function grams(exact: string): string {
  return `${format.grams(Number(exact))} ${text.run.gramsUnit}`;
}
