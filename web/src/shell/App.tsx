import { useKept, useSignedOut, useVisitor } from '../api/context';
import { text } from '../i18n/text';
import { Failure } from './Failure';
import { Header } from './Header';
import { Page } from './Page';
import { pages } from './pages';
import { placeAt } from './places';
import { Link, usePath } from './router';
import { SignedOut } from './SignedOut';

/** While somebody signs in again, their page stays behind, with all that was typed into it. */
export function App() {
  const path = usePath();
  const signedOut = useSignedOut();
  const visitor = useVisitor();
  const kept = useKept();
  return (
    <>
      <a className="skip" href="#content">
        {text.skip}
      </a>
      <Header path={path} signedOut={signedOut} />
      {signedOut && <SignedOut kept={kept} />}
      {(!signedOut || kept) && (
        <div key={visitor} hidden={signedOut}>
          <Failure key={path}>
            <Route path={path} />
          </Failure>
        </div>
      )}
    </>
  );
}

function Route({ path }: { path: string }) {
  const place = placeAt(path);
  if (place) return pages[place.name](place.id);
  return (
    <Page title={text.navigation.notFound}>
      <p>{text.navigation.notFoundBody}</p>
      <Link href="/market">{text.navigation.toMarket}</Link>
    </Page>
  );
}
