import { memo } from 'react';
import type { Availability, AvailabilityState, ConvertedPrice, Freshness, Offer } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, SafeLink, type Tone } from '../shell/Notice';
import { RowSpark } from './RowSpark';
import type { RowSparks } from './rowSparks';

interface OfferRowProps {
  offer: Offer;
  index: number;
  top: number;
  now: number;
  sparks: RowSparks;
  onOpen(offer: Offer): void;
}

const availabilityTone: Record<AvailabilityState, Tone> = {
  available: 'good',
  limited: 'warn',
  unavailable: 'bad',
  no_quota: 'bad',
  unknown: 'calm',
};

export const freshnessTone: Record<Freshness, Tone> = {
  fresh: 'good',
  aging: 'warn',
  stale: 'bad',
  expired: 'bad',
};

export const OfferRow = memo(function OfferRow(props: OfferRowProps) {
  const { offer, index, top, now, sparks, onOpen } = props;
  const { source } = offer;
  // A price list that was read just now is no fresh price: its own date is its age.
  const listed = source.term === 'list' && offer.freshness === 'fresh';
  const seen = (listed && source.asOf) || offer.observedAt;
  return (
    <div
      role="row"
      className="offer offer-columns"
      aria-rowindex={index + 2}
      data-testid="offer-row"
      data-offer={offer.id}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="cell" className="col-what">
        <button
          type="button"
          className="offer-name"
          aria-label={text.market.open(acceleratorName(offer))}
          onClick={() => onOpen(offer)}
        >
          {acceleratorName(offer)}
        </button>
        <small>{offer.instanceType}</small>
      </div>
      <div role="cell" className="col-where">
        <span>{offer.provider}</span>
        <small>
          {offer.region}
          {offer.country && ` · ${format.country(offer.country)}`}
        </small>
      </div>
      <div role="cell" className="col-shape">
        <span>{vcpus(offer)}</span>
        <small>{memory(offer)}</small>
      </div>
      <div role="cell" className="col-capacity">
        <span>{text.capacityType[offer.capacityType]}</span>
        <small
          title={offer.confidence.meaning}
          data-testid="confidence"
          data-level={offer.confidence.level}
        >
          {text.confidence[offer.confidence.level]}
        </small>
      </div>
      <div role="cell" className="col-price figure" data-testid="offer-price">
        <strong title={offer.priceOverride ?? format.exactMoney(offer.price)}>
          {format.money(offer.price)}
        </strong>
        <small>
          {text.market.perHour}
          {offer.listPrice && ' '}
          <ListPrice offer={offer} />
          <Compared price={offer.converted} from={offer.price.currency} />
        </small>
        <RowSpark offer={offer.id} sparks={sparks} />
      </div>
      <div role="cell" className="col-each figure">
        {offer.pricePerAccelerator ? (
          <>
            <span>{format.money(offer.pricePerAccelerator)}</span>
            <small>{text.market.perAcceleratorHour}</small>
            {offer.pricePerPetaflopHour && (
              <small className="each-petaflop">
                {format.money(offer.pricePerPetaflopHour)}
                {text.market.perPetaflopShort}
              </small>
            )}
          </>
        ) : (
          <span>{text.none}</span>
        )}
      </div>
      <div role="cell" className="col-availability">
        <Badge tone={availabilityTone[offer.availability.state]}>
          {text.availability[offer.availability.state]}
        </Badge>
        <small>{availabilityFigure(offer.availability)}</small>
      </div>
      <div role="cell" className="col-seen">
        <span className="age">
          <Badge tone={listed ? 'calm' : freshnessTone[offer.freshness]}>
            {listed ? text.term.list : text.freshness[offer.freshness]}
          </Badge>
          <time dateTime={seen} title={format.moment(seen)}>
            {format.ago(seen, now)}
          </time>
        </span>
        <small className="source" title={text.term[source.term]}>
          <SafeLink href={source.url}>{source.name}</SafeLink>
          <time dateTime={source.asOf}>{format.date(source.asOf)}</time>
        </small>
      </div>
      <div role="cell" className="col-leasable">
        <Badge tone={offer.leasable ? 'live' : 'calm'}>
          {offer.leasable ? text.market.leasable : text.market.viewOnly}
        </Badge>
        {offer.leasableReason && <small title={offer.leasableReason}>{offer.leasableReason}</small>}
      </div>
    </div>
  );
});

/** How a price in another currency found its place; what is paid stays as it is asked. */
export function Compared({ price, from }: { price: ConvertedPrice | null; from: string }) {
  if (!price) return null;
  return (
    <span className="compared" data-testid="compared-price" title={rateOf(price, from)}>
      {` ≈ ${format.money(price.price)}`}
    </span>
  );
}

export function rateOf(price: ConvertedPrice, from: string): string {
  return text.truth.rate(from, format.exactMoney(price.oneUnit), price.source, price.date);
}

/** What everybody pays, struck out beside the price of one's own. */
export function ListPrice({ offer }: { offer: Offer }) {
  if (!offer.listPrice) return null;
  const shown = format.money(offer.listPrice);
  return (
    <span className="list-price" data-testid="list-price" title={text.truth.listed(shown)}>
      <s>{shown}</s>
    </span>
  );
}

export function acceleratorName(offer: Offer): string {
  const { accelerator } = offer;
  if (!accelerator) return text.market.cpuOnly;
  return `${format.decimal(accelerator.count)} × ${accelerator.model}`;
}

export function vcpus(offer: Offer): string {
  return offer.vcpus === 0 ? text.none : text.market.vcpus(format.decimal(offer.vcpus));
}

export function memory(offer: Offer): string {
  return offer.memoryGib === 0 ? text.none : format.gib(offer.memoryGib);
}

export function availabilityFigure({ kind, value }: Availability): string {
  if (value === null) return '';
  if (kind === 'count') return text.market.units(format.integer(value));
  if (kind === 'score') return text.market.score(format.decimal(value));
  return '';
}
