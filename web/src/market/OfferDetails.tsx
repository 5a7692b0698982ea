import { useEffect, useRef } from 'react';
import { useSignedOut } from '../api/context';
import type { Offer } from '../api/types';
import { text } from '../i18n/text';
import { Link } from '../shell/router';
import { OfferBody } from './OfferBody';
import { acceleratorName } from './OfferRow';

/** Beside the list, which stays where it is. */
export function OfferDetails({ offer, onClose }: { offer: Offer; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const signedOut = useSignedOut();
  // While it is open, nothing beside it can be used: not even the page to sign in.
  useEffect(() => {
    if (signedOut) dialog.current?.close();
    else if (!dialog.current?.open) dialog.current?.showModal();
  }, [signedOut]);
  // Closing by the element itself, so that the focus goes back to the row.
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      className="drawer"
      aria-labelledby="offer-title"
      data-testid="offer-details"
      onClose={() => !signedOut && onClose()}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className="drawer-body">
        <header>
          <h2 id="offer-title">{acceleratorName(offer)}</h2>
          <Link href={`/offers/${encodeURIComponent(offer.id)}`}>{text.market.ownPage}</Link>
          <button type="button" className="button" onClick={close}>
            {text.close}
          </button>
        </header>
        <OfferBody offer={offer} heading="h3" />
      </div>
    </dialog>
  );
}
