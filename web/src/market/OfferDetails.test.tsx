import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { anOffer } from '../testing/samples';
import { OfferDetails } from './OfferDetails';

test('the details hold what the row has no room for, and lead to a workload', () => {
  render(<OfferDetails offer={anOffer({ zone: 'us-east-1a' })} onClose={() => undefined} />);
  const details = screen.getByTestId('offer-details').textContent;
  expect(details).toContain('us-east-1a');
  expect(details).toContain('List price, price list, as of');
  expect(screen.getByRole('link', { name: 'Use in a workload' }).getAttribute('href')).toBe(
    '/run?provider=lambda&capacity=on_demand&accelerators=H100%3A8',
  );
});

test('they can be closed', async () => {
  let closed = 0;
  render(<OfferDetails offer={anOffer()} onClose={() => closed++} />);
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(closed).toBe(1);
});
