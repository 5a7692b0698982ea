import type { ReactNode } from 'react';
import { MarketPage } from '../market/MarketPage';
import { later } from './later';
import type { PlaceName } from './places';

const AccountsPage = later(() => import('../accounts/AccountsPage'));
const SecretsPage = later(() => import('../accounts/SecretsPage'));
const AlertsPage = later(() => import('../market/AlertsPage'));
const ComparePage = later(() => import('../compare/ComparePage'));
const MapPage = later(() => import('../map/MapPage'));
const OfferPage = later(() => import('../market/OfferPage'));
const ProvidersPage = later(() => import('../market/ProvidersPage'));
const QuarantinePage = later(() => import('../market/QuarantinePage'));
const DiscrepanciesPage = later(() => import('../market/DiscrepanciesPage'));
const PriceOverridesPage = later(() => import('../settings/PriceOverridesPage'));
const ApiTokensPage = later(() => import('../settings/ApiTokensPage'));
const MembersPage = later(() => import('../settings/MembersPage'));
const OrdersPage = later(() => import('../orders/OrdersPage'));
const OrderPage = later(() => import('../orders/OrderPage'));
const SitesPage = later(() => import('../sites/SitesPage'));
const NewSitePage = later(() => import('../sites/NewSitePage'));
const SitePage = later(() => import('../sites/SitePage'));
const SpendPage = later(() => import('../spend/SpendPage'));
const PoliciesPage = later(() => import('../govern/PoliciesPage'));
const QuotasPage = later(() => import('../govern/QuotasPage'));
const AuditPage = later(() => import('../govern/AuditPage'));
const RunPage = later(() => import('../run/RunPage'));
const WorkloadsPage = later(() => import('../workloads/WorkloadsPage'));
const WorkloadPage = later(() => import('../workloads/WorkloadPage'));

/** What is shown at each place. Only the market's code is fetched with the frame. */
export const pages: Record<PlaceName, (id: string) => ReactNode> = {
  market: () => <MarketPage />,
  offer: (id) => <OfferPage key={id} id={id} />,
  map: () => <MapPage />,
  compare: () => <ComparePage />,
  run: () => <RunPage />,
  workloads: () => <WorkloadsPage />,
  workload: (id) => <WorkloadPage key={id} id={id} />,
  orders: () => <OrdersPage />,
  order: (id) => <OrderPage key={id} id={id} />,
  alerts: () => <AlertsPage />,
  providers: () => <ProvidersPage />,
  quarantine: () => <QuarantinePage />,
  discrepancies: () => <DiscrepanciesPage />,
  prices: () => <PriceOverridesPage />,
  sites: () => <SitesPage />,
  newSite: () => <NewSitePage />,
  site: (id) => <SitePage key={id} id={id} />,
  spend: () => <SpendPage />,
  accounts: () => <AccountsPage />,
  secrets: () => <SecretsPage />,
  tokens: () => <ApiTokensPage />,
  members: () => <MembersPage />,
  policies: () => <PoliciesPage />,
  quotas: () => <QuotasPage />,
  audit: () => <AuditPage />,
};
