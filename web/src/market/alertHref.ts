import type { Offer } from '../api/types';

/** The page that makes an alert, filled in with what this offer is. */
export function alertHref(offer: Offer, model: string): string {
  const count = offer.accelerator?.count ?? 1;
  const query = new URLSearchParams({
    accelerator: model,
    count: String(count),
    capacityType: offer.capacityType,
    under: offer.price.amount.replace(/\.?0+$/, ''),
  });
  return `/alerts?${query.toString()}`;
}
