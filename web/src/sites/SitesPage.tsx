import { useApi } from '../api/context';
import type { Site } from '../api/types';
import { usePages } from '../api/usePages';
import { text } from '../i18n/text';
import { Listed } from '../shell/Listed';
import { Badge, Empty, type Tone } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link } from '../shell/router';

const t = text.sites;
const LOOK_EVERY_MS = 10_000;

export const siteTone: Record<Site['state'], Tone> = { waiting: 'warn', online: 'good', offline: 'bad' };

/** The sites of the organization. */
export default function SitesPage() {
  const api = useApi();
  const pages = usePages('sites', (_, signal) => api.sites(signal), LOOK_EVERY_MS);
  return (
    <Page
      title={t.title}
      aside={
        <Link className="button button-primary" href="/sites/new">
          {t.add}
        </Link>
      }
    >
      <p className="lead">{t.lead}</p>
      <Listed
        pages={pages}
        none={
          <Empty title={t.none}>
            <p>{t.noneBody}</p>
          </Empty>
        }
      >
        {(items) => <Table items={items} />}
      </Listed>
    </Page>
  );
}

function Table({ items }: { items: Site[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t.name}</th>
            <th scope="col">{t.where}</th>
            <th scope="col">{t.state}</th>
            <th scope="col">{t.machines}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((site) => (
            <tr key={site.id} data-testid="site">
              <th scope="row">
                <Link href={`/sites/${site.id}`}>
                  <bdi>{site.name}</bdi>
                </Link>
              </th>
              <td>{[site.city, site.country].filter(Boolean).join(', ')}</td>
              <td>
                <Badge tone={siteTone[site.state]}>{t.states[site.state]}</Badge>
              </td>
              <td>{machines(site)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function machines(site: Site): string {
  const live = site.agents.filter((agent) => agent.state !== 'revoked');
  const devices = new Map<string, number>();
  for (const agent of live) {
    if (agent.accelerator) {
      devices.set(agent.accelerator, (devices.get(agent.accelerator) ?? 0) + agent.accelerators);
    }
  }
  const models = [...devices].map(([model, count]) => t.devices(count, model));
  return [String(live.length), ...models].join(' · ');
}
