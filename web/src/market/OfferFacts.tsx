import type { ReactNode } from 'react';
import type { Offer, OtherSource } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { SafeLink } from '../shell/Notice';
import { useNow } from '../shell/useNow';
import { availabilityFigure, memory, vcpus } from './OfferRow';

const t = text.market;

/** Everything that is known of an offer, one thing below the other. */
export function OfferFacts({ offer }: { offer: Offer }) {
  const now = useNow();
  const accelerator = offer.accelerator;
  return (
    <dl className="facts">
      <Fact name={t.provider}>{offer.provider}</Fact>
      <Fact name={t.region}>
        {offer.region}
        {offer.country && ` · ${format.country(offer.country)}`}
      </Fact>
      {offer.zone && <Fact name={t.zone}>{offer.zone}</Fact>}
      <Fact name={t.instanceType}>{offer.instanceType}</Fact>
      {accelerator && (
        <Fact name={t.acceleratorMemory}>
          {format.gib(accelerator.memoryGib)} · {accelerator.vendor}{' '}
          {accelerator.kind.toUpperCase()}
        </Fact>
      )}
      <Fact name={t.memory}>
        {memory(offer)} · {vcpus(offer)}
      </Fact>
      <Fact name={t.capacity}>{text.capacityType[offer.capacityType]}</Fact>
      {offer.pricePerAccelerator && (
        <Fact name={t.columns.each}>
          {format.exactMoney(offer.pricePerAccelerator)} {t.perHour}
        </Fact>
      )}
      {offer.pricePerPetaflopHour && (
        <Fact name={t.perPetaflop}>
          {format.money(offer.pricePerPetaflopHour)} <small>{t.petaflopMeaning}</small>
        </Fact>
      )}
      <Fact name={t.columns.availability}>
        {text.availability[offer.availability.state]} {availabilityFigure(offer.availability)}
      </Fact>
      {offer.availability.kind !== 'none' && (
        <Fact name={t.availabilitySeen}>{format.ago(offer.availability.observedAt, now)}</Fact>
      )}
      <Fact name={t.observed}>
        {format.ago(offer.observedAt, now)} ({format.moment(offer.observedAt)}),{' '}
        {text.freshness[offer.freshness]}
      </Fact>
      <Fact name={t.source}>
        {text.term[offer.source.term]},{' '}
        <SafeLink href={offer.source.url}>{offer.source.name}</SafeLink>,{' '}
        {t.asOf(format.date(offer.source.asOf))}
      </Fact>
      <Fact name={text.truth.confidence}>
        {text.confidence[offer.confidence.level]}: {offer.confidence.meaning}
      </Fact>
      <Fact name={text.truth.feed}>{offer.feed}</Fact>
      <Fact name={t.columns.leasable}>
        {offer.leasable ? t.leasable : t.viewOnly}
        {offer.leasableReason && `: ${offer.leasableReason}`}
      </Fact>
      <Fact name={t.offerId}>
        <code>{offer.id}</code>
      </Fact>
    </dl>
  );
}

/** The same machine as each source tells it, side by side; the believed one first. */
export function SideBySide({ offer, heading: Heading }: { offer: Offer; heading: 'h2' | 'h3' }) {
  const now = useNow();
  if (offer.otherSources.length === 0) return null;
  return (
    <section>
      <Heading>{text.truth.sideBySide}</Heading>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={text.truth.sideBySide}>
        <table className="grid" data-testid="other-sources">
          <thead>
            <tr>
              <th scope="col">{text.truth.feed}</th>
              <th scope="col" className="figure">
                {t.columns.price}
              </th>
              <th scope="col" className="figure">
                {text.truth.difference}
              </th>
              <th scope="col">{t.source}</th>
              <th scope="col">{text.truth.confidence}</th>
              <th scope="col">{t.observed}</th>
            </tr>
          </thead>
          <tbody>
            {[self(offer), ...offer.otherSources].map((each, i) => (
              <tr key={each.feed + each.offer}>
                <th scope="row">{each.feed}</th>
                <td className="figure">{format.exactMoney(each.price)}</td>
                <td className="figure">{i === 0 ? text.none : against(each)}</td>
                <td>
                  <SafeLink href={each.source.url}>{each.source.name}</SafeLink>
                  <small>{t.asOf(format.date(each.source.asOf))}</small>
                </td>
                <td title={each.confidence.meaning}>{text.confidence[each.confidence.level]}</td>
                <td>
                  <time dateTime={each.observedAt} title={format.moment(each.observedAt)}>
                    {format.ago(each.observedAt, now)}
                  </time>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** As its own feed tells it, without a price of the organization's own. */
function self(offer: Offer): OtherSource {
  return {
    feed: offer.feed,
    offer: offer.id,
    source: offer.source,
    price: offer.listPrice ?? offer.price,
    observedAt: offer.observedAt,
    confidence: offer.confidence,
    differencePercent: 0,
  };
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function against({ differencePercent }: OtherSource): string {
  if (differencePercent === null) return text.unknown;
  if (differencePercent === 0) return text.truth.same;
  return text.truth.differs(signedPercent(differencePercent));
}

export function signedPercent(percent: number): string {
  return (percent > 0 ? '+' : '') + format.finePercent(percent / 100);
}
