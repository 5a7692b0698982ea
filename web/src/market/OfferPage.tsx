import { useApi } from '../api/context';
import type { Offer, Region } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link } from '../shell/router';
import { AvailabilityPart } from './AvailabilityPart';
import { CarbonHours } from './CarbonHours';
import { OfferBody } from './OfferBody';
import { acceleratorName, freshnessTone } from './OfferRow';

const t = text.market;
const EVERY_MS = 60_000;

/** One offer at an address of its own, which can be sent to others. */
export default function OfferPage({ id }: { id: string }) {
  const api = useApi();
  const { data: offer, problem, loading, reload } = useResource(
    `offer ${id}`,
    (signal) => api.offer(id, signal),
    EVERY_MS,
  );
  return (
    <Page
      title={offer ? `${acceleratorName(offer)} · ${offer.provider}` : t.offerId}
      className="offer-page"
      aside={
        offer && (
          <Badge tone={freshnessTone[offer.freshness]}>{text.freshness[offer.freshness]}</Badge>
        )
      }
    >
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {problem?.status === 404 && (
        <p>
          {t.gone} <Link href="/market">{text.navigation.toMarket}</Link>
        </p>
      )}
      {!offer && loading && <p role="status">{text.loading}</p>}
      {offer && <OfferBody offer={offer} heading="h2" />}
      {offer && <AvailabilityPart offer={offer.id} />}
      {offer && <Grid offer={offer} />}
    </Page>
  );
}

/** How clean the offer's grid is, by the figure that decisions use. */
function Grid({ offer }: { offer: Offer }) {
  const api = useApi();
  const place = { provider: offer.provider, region: `${offer.provider}/${offer.region}` };
  const { data, problem, reload } = useResource(`region ${place.region}`, (signal) =>
    api.regions(place, signal),
  );
  const region = data?.items.find(
    (it) => it.provider === offer.provider && it.name === offer.region,
  );
  return (
    <section aria-labelledby="offer-grid">
      <h2 id="offer-grid">{t.grid}</h2>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {data && <p data-testid="grid">{gridOf(region)}</p>}
      {region?.gridZone && <CarbonHours zone={region.gridZone} />}
      {region && region.certifications.length > 0 && (
        <p data-testid="certified">{t.certified(region.certifications.join(', '))}</p>
      )}
    </section>
  );
}

function gridOf(region: Region | undefined): string {
  if (!region || region.gramsPerKilowattHour === null) return t.noGrid;
  return t.gridIs(
    format.decimal(region.gramsPerKilowattHour),
    region.gridZone ?? region.country ?? text.unknown,
    [region.carbonSource, region.carbonYear].filter(Boolean).join(', '),
  );
}
