import { useEffect, useRef } from 'react';
import type { Offer } from '../api/types';
import { text } from '../i18n/text';
import { Link } from '../shell/router';
import { OfferBody } from './OfferBody';
import { acceleratorName } from './OfferRow';

/** Beside the list, which stays where it is. */
export function OfferDetails({ offer, onClose }: { offer: Offer; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  // Closing by the element itself, so that the focus goes back to the row.
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      className="drawer"
      aria-labelledby="offer-title"
      data-testid="offer-details"
      onClose={onClose}
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
