import type { Candidate, Offer } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';

export function whatOf({ offer, nodes }: Candidate): string {
  const { accelerator } = offer;
  const machine = accelerator
    ? `${format.decimal(accelerator.count)} × ${accelerator.model}`
    : text.market.vcpus(format.decimal(offer.vcpus));
  const capacity = offer.capacityType === 'on_demand' ? '' : `, ${text.capacityType[offer.capacityType]}`;
  const many = nodes > 1 ? `, ${text.run.nodes(format.integer(nodes))}` : '';
  return machine + capacity + many;
}

export function placeOf(offer: Offer): string {
  const country = offer.country ? `, ${format.country(offer.country)}` : '';
  return `${offer.provider} · ${offer.region}${country}`;
}
