/**
 * A month is closed: what the books say becomes an invoice of each organization and a payout of
 * each seller, in each currency.
 *
 * <p>{@code MonthClose} looks every hour. {@code tradewind.invoice.wait} after a month has ended it
 * puts every entry of that month or before that is on no paper yet on one; what arrives later is on
 * the next. Lines are exact; their sum without credits is rounded once, half to even, to the
 * smallest unit of the currency, and the difference is stated and posted. Taxes are what {@code PUT
 * taxes} says, each on the exact sum and rounded once. Nothing that was issued is ever changed: a
 * refund is on the next invoice.
 */
@NullMarked
package io.tradewind.server.invoice;

import org.jspecify.annotations.NullMarked;
