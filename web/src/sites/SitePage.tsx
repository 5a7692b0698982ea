import { useCallback, useState } from 'react';
import { useApi } from '../api/context';
import type { Site } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { AsksEditor } from './AsksEditor';
import { BidRulePanel } from './BidRulePanel';
import { CalendarPanel } from './CalendarPanel';
import { ClaimList } from './ClaimList';
import { Connect } from './Connect';
import { DemandPanel } from './DemandPanel';
import { EarningsPanel } from './EarningsPanel';
import { Machines } from './Machines';
import { MaintenancePanel } from './MaintenancePanel';
import { siteTone } from './SitesPage';
import { YearPanel } from './YearPanel';

const t = text.sites;
const LOOK_EVERY_MS = 3_000;

/** One site: connecting machines, what they are, what is asked, and when they are taken back. */
export default function SitePage({ id }: { id: string }) {
  const api = useApi();
  const { data: site, problem, loading, reload } = useResource(
    `site ${id}`,
    (signal) => api.site(id, signal),
    LOOK_EVERY_MS,
  );
  const [changes, setChanges] = useState(0);
  const changed = useCallback(() => setChanges((n) => n + 1), []);
  return (
    <Page
      title={site?.name ?? t.title}
      aside={site && <Badge tone={siteTone[site.state]}>{t.states[site.state]}</Badge>}
    >
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!site && loading && <p role="status">{text.loading}</p>}
      {site && (
        <div className="site">
          <p className="lead">{where(site)}</p>
          <Connect site={site} />
          <Machines site={site} onChange={reload} />
          <AsksEditor key={site.id} siteId={site.id} onSaved={changed} />
          <CalendarPanel siteId={site.id} version={`${changes} ${machinesOf(site)}`} />
          <BidRulePanel siteId={site.id} />
          <DemandPanel siteId={site.id} />
          <MaintenancePanel siteId={site.id} onChange={changed} />
          <EarningsPanel site={site} />
          <ClaimList siteId={site.id} />
          <Score siteId={site.id} />
          <YearPanel siteId={site.id} />
        </div>
      )}
    </Page>
  );
}

/** What of the machines the calendar shows. */
function machinesOf(site: Site): string {
  return site.agents.map((agent) => `${agent.id} ${agent.state} ${agent.accelerators}`).join();
}

/** Most grids are those of their country. */
function where(site: Site): string {
  const parts = [site.operator ?? t.thisMachine, site.city, site.country, site.gridZone];
  return [...new Set(parts)].filter(Boolean).join(' · ');
}

function Score({ siteId }: { siteId: string }) {
  const api = useApi();
  const { data, problem, reload } = useResource(`reliability ${siteId}`, (signal) =>
    api.reliability(siteId, signal),
  );
  return (
    <section aria-labelledby="reliability">
      <h2 id="reliability">{t.reliability}</h2>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {data && (
        <>
          <p data-testid="score">{t.score(format.integer(Math.round(data.score)))}</p>
          <details>
            <summary>{t.formula}</summary>
            <p>{data.formula}</p>
            <ul>
              {data.parts.map((part) => (
                <li key={part.name}>
                  {part.name}: {part.good.toFixed(2)} / {part.all.toFixed(2)}
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}
