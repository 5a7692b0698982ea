/**
 * The books: double entry, append-only, exact to the billionth. A row of {@code ledger_entry} moves
 * an amount of one currency from the account that it credits to the one that it debits, so nothing
 * can be unbalanced. Accounts: {@code receivable:} an organization owes, {@code payable:} a seller
 * is owed, {@code revenue:} the broker's part of a seller's earnings, {@code direct:} what an
 * organization pays to a seller itself, {@code rounding:} of invoices and payouts, {@code tax:},
 * {@code paid:}, {@code credit:} and {@code prepaid:}, which an organization was given or has paid
 * and may use, {@code promotion:} what was given.
 *
 * <p>A trigger posts every charge in the transaction that writes it, once by its lease and
 * beginning. Everything else names its cause, and is posted once by it.
 */
@NullMarked
package io.tradewind.server.ledger;

import org.jspecify.annotations.NullMarked;
