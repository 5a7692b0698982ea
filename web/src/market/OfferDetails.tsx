import { useEffect, useRef, type ReactNode } from 'react';
import type { Offer, OtherSource } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { SafeLink } from '../shell/Notice';
import { Link } from '../shell/router';
import { useNow } from '../shell/useNow';
import { acceleratorName, availabilityFigure, memory, rateOf, vcpus } from './OfferRow';
import { PriceHistory } from './PriceHistory';

export function OfferDetails({ offer, onClose }: { offer: Offer; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const now = useNow();
  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  // Closing by the element itself, so that the focus goes back to the row.
  const close = () => dialog.current?.close();
  const t = text.market;
  const accelerator = offer.accelerator;
  return (
    <dialog
      ref={dialog}
      className="drawer"
      aria-labelledby="offer-title"
      data-testid="offer-details"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className="drawer-body">
        <header>
          <h2 id="offer-title">{acceleratorName(offer)}</h2>
          <button type="button" className="button" onClick={close}>
            {text.close}
          </button>
        </header>
        <p className="drawer-price">
          <strong>{format.exactMoney(offer.price)}</strong> {t.perHour}
        </p>
        {offer.converted && (
          <p className="hint" data-testid="compared">
            {text.truth.compared(format.exactMoney(offer.converted.price))}{' '}
            {rateOf(offer.converted, offer.price.currency)}
          </p>
        )}
        {offer.priceOverride && (
          <p className="notice" data-testid="own-price">
            {offer.priceOverride}
          </p>
        )}
        {offer.superseded && (
          <p className="notice notice-warn" data-testid="superseded">
            {text.truth.superseded(offer.superseded.by)} {offer.superseded.why}
          </p>
        )}
        {accelerator && <PriceHistory offer={offer} model={accelerator.model} />}
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
          {offer.otherSources.length > 0 && (
            <Fact name={text.truth.others}>
              <ul className="other-sources" data-testid="other-sources">
                {offer.otherSources.map((other) => (
                  <li key={other.feed + other.offer}>
                    {other.feed}: {format.exactMoney(other.price)} ({against(other)}),{' '}
                    <SafeLink href={other.source.url}>{other.source.name}</SafeLink>,{' '}
                    {format.ago(other.observedAt, now)}
                  </li>
                ))}
              </ul>
            </Fact>
          )}
          <Fact name={t.columns.leasable}>
            {offer.leasable ? t.leasable : t.viewOnly}
            {offer.leasableReason && `: ${offer.leasableReason}`}
          </Fact>
          <Fact name={t.offerId}>
            <code>{offer.id}</code>
          </Fact>
        </dl>
        <Link className="button button-primary" href={runHref(offer)}>
          {t.useInRun}
        </Link>
      </div>
    </dialog>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
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

function runHref(offer: Offer): string {
  const params = new URLSearchParams({ provider: offer.provider, capacity: offer.capacityType });
  if (offer.accelerator) {
    params.set('accelerators', `${offer.accelerator.model}:${offer.accelerator.count}`);
  }
  return `/run?${params.toString()}`;
}
