import { Problem, asProblem, isAbort, readProblem } from './problem';
import { untilSignedIn, type Session } from './session';
import { follow, pause, type ServerEvent, type StreamState } from './sse';
import type {
  Account,
  AccountDraft,
  AccountKind,
  Alert,
  AlertDelivery,
  AlertRequest,
  ApiToken,
  ApiTokenRequest,
  Ask,
  Asks,
  BidRule,
  AuditEntry,
  AuditQuery,
  AuditVerification,
  AuditWebhook,
  AvailabilityHistory,
  Budget,
  BudgetRequest,
  CarbonReceipt,
  ChargePage,
  CarbonFeeds,
  CarbonHours,
  Claim,
  CapacityCalendar,
  Demand,
  Earnings,
  Credits,
  EnrolmentToken,
  ExchangeRates,
  DiscrepancyPage,
  DiscrepancyQuery,
  Dispute,
  DisputeRequest,
  Facets,
  Info,
  Invoice,
  LogLine,
  Maintenance,
  MaintenanceRequest,
  MarketSummary,
  Me,
  Member,
  NewApiToken,
  Offer,
  OfferPage,
  OfferQuery,
  Order,
  Organization,
  OrganizationRequest,
  Page,
  Payout,
  Placement,
  Policy,
  PolicyDraft,
  PolicyDryRun,
  PolicyRules,
  PolicyValidator,
  PolicyValidatorRequest,
  PriceHistory,
  PriceOverride,
  PriceOverrideRule,
  PriceQuery,
  PriceSparks,
  Project,
  ProviderBill,
  ReconciliationLine,
  ReconciliationSum,
  Proposal,
  ProviderHealth,
  QuarantinePage,
  QuarantineQuery,
  Quota,
  QuotaRequest,
  Reach,
  Region,
  RegionQuery,
  Secret,
  SecretDeletion,
  Reliability,
  SigninLink,
  Site,
  SiteRequest,
  SiteTerms,
  Upgrade,
  SiteYear,
  Savings,
  SpendCut,
  SpendPart,
  Usage,
  Workload,
  WorkloadEvent,
  WorkloadQuery,
  YearlyReport,
} from './types';

/** What an hour may cost: a price that has risen above it is asked about, not taken. */
export const AGREED_PRICE = 'Tradewind-Agreed-Price';

const BASE = '/api/v1';
const VALIDATOR = '/policies/validator';
const AUDIT_WEBHOOK = '/audit/webhook';

/** Where the browser fetches an invoice by itself. */
export const invoiceFile = (id: string, kind: FileKind) =>
  `${BASE}/invoices/${encodeURIComponent(id)}${kind === 'json' ? '' : `.${kind}`}`;

/** Where the browser fetches what a site earned by itself. */
export const earningsFile = (site: string) => `${BASE}/sites/${encodeURIComponent(site)}/earnings.csv`;

export const yearFile = (site: string, year: number) =>
  `${BASE}/sites/${encodeURIComponent(site)}/years/${year}/report.csv`;
type FileKind = 'csv' | 'pdf' | 'json';
const dotted = (kind: FileKind) => (kind === 'json' ? '' : `.${kind}`);

/** Energy, carbon and water of a workload, as a file. */
export const workloadReceiptFile = (id: string, kind: FileKind) =>
  `${BASE}/workloads/${encodeURIComponent(id)}/receipt${dotted(kind)}`;

/** The same of this month: of a project, or of all of them. */
export const carbonReceiptFile = (project: string | null, kind: FileKind) =>
  `${BASE}/carbon-receipt${dotted(kind)}${project ? `?project=${encodeURIComponent(project)}` : ''}`;

type Query = Record<string, string | number | undefined>;

interface Call {
  method?: string;
  query?: Query;
  body?: string | Blob;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface StreamHandlers<T> {
  signal: AbortSignal;
  /** Resume after this sequence number. */
  after?: number | null;
  onItem(item: T): void;
  onState(state: StreamState, problem?: Problem): void;
}

export type Api = ReturnType<typeof createApi>;

/** Every call that the portal makes. The only place that knows paths, headers and media types. */
export function createApi(session: Session, fetcher: typeof fetch = (...a) => fetch(...a)) {
  async function send(path: string, call: Call = {}): Promise<Response> {
    const entries = session.entries();
    let response: Response;
    try {
      response = await fetcher(BASE + path + queryString(call.query), {
        method: call.method ?? 'GET',
        body: call.body,
        signal: call.signal,
        credentials: 'same-origin',
        headers: {
          Accept: 'application/json',
          ...(call.method ? { 'X-Tradewind': '1' } : {}),
          ...call.headers,
        },
      });
    } catch (cause) {
      if (isAbort(cause)) throw cause;
      throw asProblem(cause);
    }
    if (response.ok || response.status === 304) return response;
    if (response.status === 401) session.refused(entries);
    if (response.status === 502 || response.status === 504) throw new Problem(0, {});
    throw await readProblem(response);
  }

  async function json<T>(path: string, call?: Call): Promise<T> {
    return (await (await send(path, call)).json()) as T;
  }

  async function jsonOrNull<T>(path: string, call?: Call): Promise<T | null> {
    const reply = await send(path, call);
    return reply.status === 204 ? null : ((await reply.json()) as T);
  }

  async function whoAmI(signal?: AbortSignal): Promise<Me> {
    const me = await json<Me>('/me', { signal });
    session.is(me.subject);
    return me;
  }

  async function enterAgain(): Promise<Me> {
    const me = await whoAmI();
    session.accepted();
    return me;
  }

  function stream<T>(path: string, event: string, end: string, to: StreamHandlers<T>) {
    return follow({
      signal: to.signal,
      endEvent: end,
      lastEventId: to.after == null ? null : String(to.after),
      onState: to.onState,
      wait: async (milliseconds, signal) => {
        await pause(milliseconds, signal);
        await untilSignedIn(session, signal);
      },
      onEvent: (received: ServerEvent) => {
        if (received.event === event) to.onItem(JSON.parse(received.data) as T);
      },
      open: (lastEventId, signal) =>
        send(path, {
          signal,
          headers: {
            Accept: 'text/event-stream',
            ...(lastEventId === null ? {} : { 'Last-Event-ID': lastEventId }),
          },
        }),
    });
  }

  const yaml = { 'Content-Type': 'application/yaml' };
  const asJson = { 'Content-Type': 'application/json' };
  const body = (value: object) => ({ headers: asJson, body: JSON.stringify(value) });
  const siteAt = (id: string) => `/sites/${encodeURIComponent(id)}`;
  const at = (id: string) => `/workloads/${encodeURIComponent(id)}`;
  const account = (id: string) => `/accounts/${encodeURIComponent(id)}`;
  const policy = (id: string) => `/policies/${encodeURIComponent(id)}`;
  const quota = (id: string) => `/quotas/${encodeURIComponent(id)}`;
  const budget = (id: string) => `/budgets/${encodeURIComponent(id)}`;
  const secret = (name: string) => `/secrets/${encodeURIComponent(name)}`;

  return {
    info: (signal?: AbortSignal) => json<Info>('/info', { signal }),
    me: whoAmI,
    /** Trades the owner token for a session cookie; the token itself is kept nowhere. */
    async signIn(token: string): Promise<Me> {
      const headers = { Authorization: `Bearer ${token}` };
      const { url } = await json<SigninLink>('/signin-links', { method: 'POST', headers });
      const link = new URL(url, location.href);
      await fetcher(link.pathname + link.search, { redirect: 'manual' });
      return enterAgain();
    },
    /** Whoever has come in by another window is in here too. */
    enterAgain,
    async signOut(): Promise<void> {
      await send('/signout', { method: 'POST' });
      session.left();
    },

    apiTokens: (signal?: AbortSignal) => json<Page<ApiToken>>('/api-tokens', { signal }),
    createApiToken: (wish: ApiTokenRequest) =>
      json<NewApiToken>('/api-tokens', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(wish),
      }),
    async revokeApiToken(id: string): Promise<void> {
      await send(`/api-tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },

    organizations: (signal?: AbortSignal) => json<Page<Organization>>('/organizations', { signal }),
    createOrganization: (wish: OrganizationRequest) =>
      json<Organization>('/organizations', {
        method: 'POST',
        ...body(wish),
      }),
    projects: (signal?: AbortSignal) => json<Page<Project>>('/projects', { signal }),
    createProject: (name: string) =>
      json<Project>('/projects', {
        method: 'POST',
        ...body({ name }),
      }),
    members: (signal?: AbortSignal) => json<Page<Member>>('/members', { signal }),
    /** In place of the roles that were granted before. */
    grantRoles: (person: string, roles: string[]) =>
      json<Member>('/members', {
        method: 'POST',
        ...body({ person, roles }),
      }),
    async removeMember(person: string): Promise<void> {
      await send(`/members/${encodeURIComponent(person)}`, { method: 'DELETE' });
    },

    offers: (query: OfferQuery, signal?: AbortSignal) =>
      json<OfferPage>('/offers', { query: { ...query }, signal }),
    offer: (id: string, signal?: AbortSignal) =>
      json<Offer>(`/offers/${encodeURIComponent(id)}`, { signal }),
    /** The market's current version for a query, or null when it is still the one with this tag. */
    async offersChanged(query: OfferQuery, etag: string | null, signal?: AbortSignal) {
      const headers: Record<string, string> = etag === null ? {} : { 'If-None-Match': etag };
      const response = await send('/offers', { query: { ...query, limit: 1 }, headers, signal });
      if (response.status === 304) return null;
      const page = (await response.json()) as OfferPage;
      return { etag: response.headers.get('etag'), marketVersion: page.marketVersion };
    },
    /** What single offers have cost over the last month, for many at once. */
    priceSparks: (offers: string[], signal?: AbortSignal) =>
      json<PriceSparks>('/price-sparks', { method: 'POST', ...body({ offers }), signal }),
    /** Newest first. */
    availability: (offer: string, cursor?: string, signal?: AbortSignal) =>
      json<AvailabilityHistory>('/availability', { query: { offer, cursor }, signal }),
    carbonHours: (zone: string, signal?: AbortSignal) =>
      json<CarbonHours>('/carbon-hours', { query: { zone }, signal }),
    prices: (query: PriceQuery, signal?: AbortSignal) =>
      json<PriceHistory>('/prices', { query: { ...query }, signal }),
    alerts: (signal?: AbortSignal) => json<Page<Alert>>('/alerts', { signal }),
    createAlert: (wish: AlertRequest) =>
      json<Alert>('/alerts', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(wish),
      }),
    async deleteAlert(id: string): Promise<void> {
      await send(`/alerts/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
    async retryDelivery(alert: string, delivery: string): Promise<void> {
      const path = `/alerts/${encodeURIComponent(alert)}/deliveries/${encodeURIComponent(delivery)}`;
      await send(`${path}/retry`, { method: 'POST' });
    },
    market: (signal?: AbortSignal) => json<MarketSummary>('/market', { signal }),
    discrepancies: (query: DiscrepancyQuery, signal?: AbortSignal) =>
      json<DiscrepancyPage>('/discrepancies', { query, signal }),
    priceOverrides: (signal?: AbortSignal) =>
      json<{ items: PriceOverride[] }>('/price-overrides', { signal }),
    replacePriceOverrides: (items: PriceOverrideRule[]) =>
      json<{ items: PriceOverride[] }>('/price-overrides', {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ items }),
      }),
    regions: (query: RegionQuery, signal?: AbortSignal) =>
      json<Page<Region>>('/regions', { query: { ...query }, signal }),
    reach: (users: string, signal?: AbortSignal) =>
      json<Reach>('/reach', { query: { users }, signal }),
    accountKinds: (signal?: AbortSignal) => json<Page<AccountKind>>('/account-kinds', { signal }),
    accounts: (signal?: AbortSignal) => json<Page<Account>>('/accounts', { signal }),
    connectAccount: (draft: AccountDraft) =>
      json<Account>('/accounts', { method: 'POST', ...body(draft) }),
    checkAccount: (id: string) => json<Account>(`${account(id)}/check`, { method: 'POST' }),
    async disconnectAccount(id: string): Promise<void> {
      await send(account(id), { method: 'DELETE' });
    },
    secrets: (signal?: AbortSignal) => json<Page<Secret>>('/secrets', { signal }),
    async putSecret(name: string, value: string): Promise<void> {
      await send(secret(name), { method: 'PUT', ...body({ value }) });
    },
    deleteSecret: (name: string) => json<SecretDeletion>(secret(name), { method: 'DELETE' }),
    budgets: (signal?: AbortSignal) => json<Page<Budget>>('/budgets', { signal }),
    createBudget: (wish: BudgetRequest) =>
      json<Budget>('/budgets', { method: 'POST', headers: asJson, body: JSON.stringify(wish) }),
    changeBudget: (id: string, wish: BudgetRequest) =>
      json<Budget>(budget(id), { method: 'PUT', headers: asJson, body: JSON.stringify(wish) }),
    async deleteBudget(id: string): Promise<void> {
      await send(budget(id), { method: 'DELETE' });
    },
    policies: (signal?: AbortSignal) => json<Page<Policy>>('/policies', { signal }),
    createPolicy: (draft: PolicyDraft) => json<Policy>('/policies', { method: 'POST', ...body(draft) }),
    changePolicy: (id: string, draft: PolicyDraft) =>
      json<Policy>(policy(id), { method: 'PUT', ...body(draft) }),
    async deletePolicy(id: string): Promise<void> {
      await send(policy(id), { method: 'DELETE' });
    },
    policyVersions: (id: string, signal?: AbortSignal) =>
      json<Page<Policy>>(`${policy(id)}/versions`, { signal }),
    /** Of the last thirty days. */
    dryRunPolicy: (
      draft: { rules: PolicyRules; project: string | null },
      cursor: string | null,
      signal?: AbortSignal,
    ) =>
      json<PolicyDryRun>('/policies/dry-run', {
        method: 'POST',
        query: { limit: 20, cursor: cursor ?? undefined },
        ...body(draft),
        signal,
      }),
    /** Null when nobody is asked. */
    validator: (signal?: AbortSignal) => jsonOrNull<PolicyValidator>(VALIDATOR, { signal }),
    setValidator: (wish: PolicyValidatorRequest) =>
      json<PolicyValidator>(VALIDATOR, { method: 'PUT', ...body(wish) }),
    async deleteValidator(): Promise<void> {
      await send(VALIDATOR, { method: 'DELETE' });
    },
    quotas: (signal?: AbortSignal) => json<Page<Quota>>('/quotas', { signal }),
    createQuota: (wish: QuotaRequest) => json<Quota>('/quotas', { method: 'POST', ...body(wish) }),
    changeQuota: (id: string, wish: QuotaRequest) =>
      json<Quota>(quota(id), { method: 'PUT', ...body(wish) }),
    async deleteQuota(id: string): Promise<void> {
      await send(quota(id), { method: 'DELETE' });
    },
    audit: (filter: AuditQuery, signal?: AbortSignal) =>
      json<Page<AuditEntry>>('/audit', { query: { ...filter }, signal }),
    verifyAudit: () => json<AuditVerification>('/audit/verify'),
    /** Null when the log is told nowhere. */
    auditWebhook: (signal?: AbortSignal) => jsonOrNull<AuditWebhook>(AUDIT_WEBHOOK, { signal }),
    setAuditWebhook: (webhookUrl: string) =>
      json<AuditWebhook>(AUDIT_WEBHOOK, { method: 'PUT', ...body({ webhookUrl }) }),
    async deleteAuditWebhook(): Promise<void> {
      await send(AUDIT_WEBHOOK, { method: 'DELETE' });
    },
    auditDeliveries: (signal?: AbortSignal) =>
      json<Page<AlertDelivery>>(`${AUDIT_WEBHOOK}/deliveries`, { signal }),
    retryAuditDelivery: (id: string) =>
      json<Page<AlertDelivery>>(`${AUDIT_WEBHOOK}/deliveries/${encodeURIComponent(id)}/retry`, {
        method: 'POST',
      }),
    /** Where the browser fetches it, as a file. */
    auditExport: (filter: AuditQuery, format: 'csv' | 'jsonl') =>
      `/api/v1/audit/export${queryString({ ...filter, format })}`,
    /** Of this month. */
    spendParts: (by: SpendCut, signal?: AbortSignal) =>
      json<Page<SpendPart>>('/spend/parts', { query: { by }, signal }),
    savings: (signal?: AbortSignal) => json<Savings>('/spend/savings', { signal }),
    disputes: (signal?: AbortSignal) => json<Page<Dispute>>('/disputes', { signal }),
    openDispute: (wish: DisputeRequest) =>
      json<Dispute>('/disputes', { method: 'POST', ...body(wish) }),
    invoices: (signal?: AbortSignal) => json<Page<Invoice>>('/invoices', { signal }),
    /** Of this month, by project. */
    carbonReceipt: (signal?: AbortSignal) => json<CarbonReceipt>('/carbon-receipt', { signal }),
    credits: (signal?: AbortSignal) => json<Credits>('/credits', { signal }),
    reconciliation: (signal?: AbortSignal) =>
      json<Page<ReconciliationLine>>('/reconciliation', { signal }),
    reconciliationSums: (signal?: AbortSignal) =>
      json<Page<ReconciliationSum>>('/reconciliation/sums', { signal }),
    /** The file as it was exported. The same one again changes nothing. */
    importBill: (provider: string, file: File) =>
      json<ProviderBill>('/provider-bills', {
        method: 'POST',
        query: { provider, name: file.name },
        headers: { 'Content-Type': 'application/octet-stream' },
        body: file,
      }),
    facets: (signal?: AbortSignal) => json<Facets>('/offers/facets', { signal }),
    providers: (signal?: AbortSignal) =>
      json<{ items: ProviderHealth[] }>('/providers', { signal }),
    carbonFeeds: (signal?: AbortSignal) => json<CarbonFeeds>('/carbon-feeds', { signal }),
    exchangeRates: (signal?: AbortSignal) => json<ExchangeRates>('/exchange-rates', { signal }),
    quarantine: (
      query: QuarantineQuery,
      signal?: AbortSignal,
    ) => json<QuarantinePage>('/quarantine', { query, signal }),

    sites: (signal?: AbortSignal) => json<Page<Site>>('/sites', { signal }),
    site: (id: string, signal?: AbortSignal) => json<Site>(siteAt(id), { signal }),
    siteTerms: (signal?: AbortSignal) => json<SiteTerms>('/site-terms', { signal }),
    createSite: (site: SiteRequest) => json<Site>('/sites', { method: 'POST', ...body(site) }),
    enrolmentToken: (id: string) =>
      json<EnrolmentToken>(`${siteAt(id)}/enrolment-tokens`, { method: 'POST' }),
    upgradeAgents: (id: string, agents: string[]) =>
      json<Upgrade>(`${siteAt(id)}/upgrade`, { method: 'POST', ...body({ agents }) }),
    async revokeAgent(id: string, agent: string): Promise<void> {
      await send(`${siteAt(id)}/agents/${encodeURIComponent(agent)}`, { method: 'DELETE' });
    },
    asks: (id: string, signal?: AbortSignal) => json<Asks>(`${siteAt(id)}/asks`, { signal }),
    previewAsks: (id: string, items: Ask[]) =>
      json<Asks>(`${siteAt(id)}/asks/preview`, { method: 'POST', ...body({ items }) }),
    replaceAsks: (id: string, items: Ask[]) =>
      json<Asks>(`${siteAt(id)}/asks`, { method: 'PUT', ...body({ items }) }),
    maintenance: (id: string, signal?: AbortSignal) =>
      json<{ items: Maintenance[] }>(`${siteAt(id)}/maintenance`, { signal }),
    announceMaintenance: (id: string, what: MaintenanceRequest) =>
      json<Maintenance>(`${siteAt(id)}/maintenance`, { method: 'POST', ...body(what) }),
    async liftMaintenance(id: string, maintenance: string): Promise<void> {
      const path = `${siteAt(id)}/maintenance/${encodeURIComponent(maintenance)}`;
      await send(path, { method: 'DELETE' });
    },
    claims: (id: string, signal?: AbortSignal) =>
      json<{ items: Claim[] }>(`${siteAt(id)}/claims`, { signal }),
    reliability: (id: string, signal?: AbortSignal) =>
      json<Reliability>(`${siteAt(id)}/reliability`, { signal }),
    bidRule: (id: string, signal?: AbortSignal) =>
      json<BidRule>(`${siteAt(id)}/bid-rule`, { signal }),
    replaceBidRule: (id: string, rule: BidRule) =>
      json<BidRule>(`${siteAt(id)}/bid-rule`, { method: 'PUT', ...body(rule) }),
    calendar: (id: string, days: number, signal?: AbortSignal) =>
      json<CapacityCalendar>(`${siteAt(id)}/calendar?days=${days}`, { signal }),
    demand: (id: string, signal?: AbortSignal) =>
      json<Demand>(`${siteAt(id)}/demand`, { signal }),
    earnings: (id: string, signal?: AbortSignal) =>
      json<Earnings>(`${siteAt(id)}/earnings`, { signal }),
    siteYear: (id: string, year: number, signal?: AbortSignal) =>
      json<YearlyReport>(`${siteAt(id)}/years/${year}`, { signal }),
    tellSiteYear: (id: string, year: number, told: SiteYear) =>
      json<YearlyReport>(`${siteAt(id)}/years/${year}`, { method: 'PUT', ...body(told) }),
    payouts: (signal?: AbortSignal) => json<Page<Payout>>('/payouts', { signal }),

    orders: (cursor?: string, signal?: AbortSignal) =>
      json<Page<Order>>('/orders', { query: { cursor }, signal }),
    order: (id: string, signal?: AbortSignal) =>
      json<Order>(`/orders/${encodeURIComponent(id)}`, { signal }),
    placeOrder: (order: string) =>
      json<Order>('/orders', { method: 'POST', headers: yaml, body: order }),
    acceptBid: (id: string, bid: string) =>
      json<Order>(`/orders/${encodeURIComponent(id)}/bids/${encodeURIComponent(bid)}/accept`, {
        method: 'POST',
        ...body({}),
      }),
    async cancelOrder(id: string): Promise<void> {
      await send(`/orders/${encodeURIComponent(id)}/cancel`, { method: 'POST' });
    },

    preview: (workload: string, signal?: AbortSignal) =>
      json<Placement>('/placements/preview', {
        method: 'POST',
        headers: yaml,
        body: workload,
        signal,
      }),
    /** What was agreed is the hourly price that was shown, such as `23.92 USD`. Repeating a call with the same key and text submits nothing new. */
    submit: (workload: string, idempotencyKey: string, agreed?: string) =>
      json<Workload>('/workloads', {
        method: 'POST',
        headers: {
          ...yaml,
          'Idempotency-Key': idempotencyKey,
          ...(agreed ? { [AGREED_PRICE]: agreed } : {}),
        },
        body: workload,
      }),
    workloads: (
      query: WorkloadQuery,
      signal?: AbortSignal,
    ) => json<Page<Workload>>('/workloads', { query, signal }),
    workload: (id: string, signal?: AbortSignal) => json<Workload>(at(id), { signal }),
    proposals: (id: string, signal?: AbortSignal) =>
      json<Page<Proposal>>(`${at(id)}/proposals`, { signal }),
    cancel: (id: string) => json<Workload>(`${at(id)}/cancel`, { method: 'POST' }),
    scale: (id: string, replicas: number) =>
      json<Workload>(`${at(id)}/scale`, {
        method: 'POST',
        headers: asJson,
        body: JSON.stringify({ replicas }),
      }),
    usage: (workload: string, signal?: AbortSignal) =>
      json<Page<Usage>>('/usage', { query: { workload, limit: 1000 }, signal }),
    charges: (workload: string, signal?: AbortSignal) =>
      json<ChargePage>('/charges', { query: { workload, limit: 1000 }, signal }),
    /** Of a month, such as 2026-11. */
    chargesOf: (month: string, cursor?: string, signal?: AbortSignal) =>
      json<ChargePage>('/charges', { query: { month, limit: 100, cursor }, signal }),
    async logText(id: string): Promise<string> {
      return (await send(`${at(id)}/logs`, { headers: { Accept: 'text/plain' } })).text();
    },
    followLog: (id: string, to: StreamHandlers<LogLine>) =>
      stream<LogLine>(`${at(id)}/logs`, 'log', 'end', to),
    followEvents: (id: string, to: StreamHandlers<WorkloadEvent>) =>
      stream<WorkloadEvent>(`${at(id)}/events`, 'state', 'end', to),
  };
}

function queryString(query: Query = {}): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  if (entries.length === 0) return '';
  return '?' + new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString();
}
