import type { Offer } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Link } from '../shell/router';
import { OfferFacts, SideBySide } from './OfferFacts';
import { rateOf } from './OfferRow';
import { PriceHistory } from './PriceHistory';

interface OfferBodyProps {
  offer: Offer;
  /** The one after that of the offer itself. */
  heading: 'h2' | 'h3';
}

/** An offer in full, in the drawer and on the page of its own. */
export function OfferBody({ offer, heading }: OfferBodyProps) {
  const t = text.market;
  return (
    <>
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
      {offer.accelerator && (
        <PriceHistory offer={offer} model={offer.accelerator.model} heading={heading} />
      )}
      <SideBySide offer={offer} heading={heading} />
      <OfferFacts offer={offer} />
      <p>
        <Link className="button button-primary" href={runHref(offer)}>
          {t.useInRun}
        </Link>
      </p>
    </>
  );
}

function runHref(offer: Offer): string {
  const params = new URLSearchParams({ provider: offer.provider, capacity: offer.capacityType });
  if (offer.accelerator) {
    params.set('accelerators', `${offer.accelerator.model}:${offer.accelerator.count}`);
  }
  return `/run?${params.toString()}`;
}
