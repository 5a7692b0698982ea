import { useApi } from '../api/context';
import type { Site, SiteAgent } from '../api/types';
import { useAction } from '../api/useAction';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, ProblemNotice, type Tone } from '../shell/Notice';

const t = text.sites;

const tone: Record<SiteAgent['state'], Tone> = {
  alive: 'good',
  suspended: 'warn',
  lost: 'bad',
  waiting: 'calm',
  revoked: 'calm',
};

/** What the agents discovered, and how far their self-tests are. */
export function Machines({ site, onChange }: { site: Site; onChange(): void }) {
  const api = useApi();
  const { busy, refusal, act } = useAction(onChange);
  if (site.agents.length === 0) return null;
  return (
    <section>
      <h2>{t.hardware}</h2>
      {refusal && <ProblemNotice problem={refusal} />}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t.hardware}>
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{t.machine}</th>
              <th scope="col">{t.state}</th>
              <th scope="col">{t.heard}</th>
              <th scope="col">{t.selfTest}</th>
              <th scope="col">{t.version}</th>
              <td className="action" />
            </tr>
          </thead>
          <tbody>
            {site.agents.map((agent) => (
              <tr key={agent.id} data-testid="machine">
                <th scope="row">
                  {describe(agent)}
                  {agent.note && <p className="sentence">{agent.note}</p>}
                  <Unclaimed agent={agent} />
                </th>
                <td>
                  <Badge tone={tone[agent.state]}>{t.agentStates[agent.state]}</Badge>
                </td>
                <td>{agent.lastHeartbeat ? format.moment(agent.lastHeartbeat) : text.none}</td>
                <td>{agent.selfTest ?? t.notTested}</td>
                <td>
                  {agent.version}
                  <p className="sentence">
                    {agent.upgradeFault
                      ? t.upgradeFailed(agent.upgradeFault)
                      : t.upgrades[agent.upgrade]}
                  </p>
                </td>
                <td>
                  {agent.state !== 'revoked' && ['older', 'failed'].includes(agent.upgrade) && (
                    <button
                      type="button"
                      className="button"
                      aria-label={t.upgradeOf(agent.id)}
                      disabled={busy}
                      onClick={() => void act(() => api.upgradeAgents(site.id, [agent.id]))}
                    >
                      {t.upgrade}
                    </button>
                  )}
                  {agent.state !== 'revoked' && (
                    <button
                      type="button"
                      className="button"
                      aria-label={t.revokeOf(agent.id)}
                      disabled={busy}
                      onClick={() => void act(() => api.revokeAgent(site.id, agent.id))}
                    >
                      {t.revoke}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function describe(agent: SiteAgent): string {
  if (agent.vcpus === null || agent.memoryMib === null) return t.noHardware;
  const host = t.processors(agent.vcpus, `${Math.round(agent.memoryMib / 1024)} GiB`);
  return agent.accelerator ? `${t.devices(agent.accelerators, agent.accelerator)}, ${host}` : host;
}

interface Discovered {
  hardware?: { unclaimed?: string[] } | null;
}

function Unclaimed({ agent }: { agent: SiteAgent }) {
  const found = (agent.inventory as Discovered | null)?.hardware?.unclaimed ?? [];
  if (found.length === 0) return null;
  return (
    <p className="sentence">
      {t.unclaimed}: {found.join(', ')}
    </p>
  );
}
