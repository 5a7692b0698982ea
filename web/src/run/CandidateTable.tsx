import type { Candidate } from '../api/types';
import { dearerBy, format } from '../i18n/format';
import { text } from '../i18n/text';
import { Compared, ListPrice } from '../market/OfferRow';
import { placeOf, whatOf } from './candidate';

interface CandidateTableProps {
  base: Candidate;
  candidates: Candidate[];
}

export function CandidateTable({ base, candidates }: CandidateTableProps) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={text.run.runnersUp}>
      <table className="grid" data-testid="runners-up">
        <thead>
          <tr>
            <th scope="col">{text.run.where}</th>
            <th scope="col" className="figure">
              {text.run.price}
            </th>
            <th scope="col" className="figure">
              {text.run.total}
            </th>
            <th scope="col" className="figure">
              {text.run.difference}
            </th>
            <th scope="col" className="figure">
              {text.run.frontCarbon}
            </th>
          </tr>
        </thead>
        <tbody>
          {candidates.map((candidate) => (
            <tr key={candidate.offer.id}>
              <th scope="row">
                {placeOf(candidate.offer)}
                <small>
                  {whatOf(candidate)} · {candidate.offer.instanceType}
                </small>
                {candidate.why && <small>{candidate.why}</small>}
              </th>
              <td className="figure">
                {format.money(candidate.pricePerHour)}
                {text.market.perHour}
                <ListPrice offer={candidate.offer} />
                <Compared price={candidate.converted} from={candidate.pricePerHour.currency} />
              </td>
              <td className="figure">{format.money(candidate.cost.total)}</td>
              <td className="figure">{difference(base, candidate)}</td>
              <td className="figure">
                {candidate.carbon ? format.grams(candidate.carbon.totalGrams) : text.none}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function difference(base: Candidate, other: Candidate): string {
  const ratio = dearerBy(base.cost.total, other.cost.total);
  if (ratio === null) return text.none;
  return (ratio > 0 ? '+' : '') + format.finePercent(ratio);
}
