import { lazy, Suspense } from 'react';
import { useSignedOut } from '../api/context';
import { text } from '../i18n/text';
import { MarketPage } from '../market/MarketPage';
import { Failure } from './Failure';
import { Header } from './Header';
import { Page } from './Page';
import { Link, usePath } from './router';
import { SignedOut } from './SignedOut';

const AccountsPage = lazy(() => import('../accounts/AccountsPage'));
const SecretsPage = lazy(() => import('../accounts/SecretsPage'));
const AlertsPage = lazy(() => import('../market/AlertsPage'));
const ComparePage = lazy(() => import('../compare/ComparePage'));
const MapPage = lazy(() => import('../map/MapPage'));
const ProvidersPage = lazy(() => import('../market/ProvidersPage'));
const QuarantinePage = lazy(() => import('../market/QuarantinePage'));
const DiscrepanciesPage = lazy(() => import('../market/DiscrepanciesPage'));
const PriceOverridesPage = lazy(() => import('../settings/PriceOverridesPage'));
const ApiTokensPage = lazy(() => import('../settings/ApiTokensPage'));
const MembersPage = lazy(() => import('../settings/MembersPage'));
const OrdersPage = lazy(() => import('../orders/OrdersPage'));
const OrderPage = lazy(() => import('../orders/OrderPage'));
const SitesPage = lazy(() => import('../sites/SitesPage'));
const NewSitePage = lazy(() => import('../sites/NewSitePage'));
const SitePage = lazy(() => import('../sites/SitePage'));
const SpendPage = lazy(() => import('../spend/SpendPage'));
const PoliciesPage = lazy(() => import('../govern/PoliciesPage'));
const QuotasPage = lazy(() => import('../govern/QuotasPage'));
const AuditPage = lazy(() => import('../govern/AuditPage'));
const RunPage = lazy(() => import('../run/RunPage'));
const WorkloadsPage = lazy(() => import('../workloads/WorkloadsPage'));
const WorkloadPage = lazy(() => import('../workloads/WorkloadPage'));

export function App() {
  const path = usePath();
  const signedOut = useSignedOut();
  return (
    <>
      <a className="skip" href="#content">
        {text.skip}
      </a>
      <Header path={path} signedOut={signedOut} />
      <Failure key={path}>
        <Suspense fallback={<main id="content" className="page page-waiting" aria-busy="true" />}>
          {signedOut ? <SignedOut /> : <Route path={path} />}
        </Suspense>
      </Failure>
    </>
  );
}

function Route({ path }: { path: string }) {
  const [, first = '', second, third] = path.replace(/\/+$/, '').split('/');
  if (third === undefined) {
    if (first === 'workloads' && second) {
      return <WorkloadPage key={second} id={decodeURIComponent(second)} />;
    }
    if (first === 'orders' && second) {
      return <OrderPage key={second} id={decodeURIComponent(second)} />;
    }
    if (first === 'sites' && second === 'new') return <NewSitePage />;
    if (first === 'sites' && second) {
      return <SitePage key={second} id={decodeURIComponent(second)} />;
    }
    if (second === undefined) {
      switch (first) {
        case '':
        case 'market':
          return <MarketPage />;
        case 'map':
          return <MapPage />;
        case 'compare':
          return <ComparePage />;
        case 'run':
          return <RunPage />;
        case 'workloads':
          return <WorkloadsPage />;
        case 'orders':
          return <OrdersPage />;
        case 'alerts':
          return <AlertsPage />;
        case 'providers':
          return <ProvidersPage />;
        case 'quarantine':
          return <QuarantinePage />;
        case 'discrepancies':
          return <DiscrepanciesPage />;
        case 'tokens':
          return <ApiTokensPage />;
        case 'spend':
          return <SpendPage />;
        case 'accounts':
          return <AccountsPage />;
        case 'secrets':
          return <SecretsPage />;
        case 'members':
          return <MembersPage />;
        case 'policies':
          return <PoliciesPage />;
        case 'quotas':
          return <QuotasPage />;
        case 'audit':
          return <AuditPage />;
        case 'sites':
          return <SitesPage />;
        case 'prices':
          return <PriceOverridesPage />;
      }
    }
  }
  return (
    <Page title={text.navigation.notFound}>
      <p>{text.navigation.notFoundBody}</p>
      <Link href="/market">{text.navigation.toMarket}</Link>
    </Page>
  );
}
