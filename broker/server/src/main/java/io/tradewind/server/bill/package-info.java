/**
 * Bills of providers against the books. Finance brings a bill as the file that the provider exports
 * ({@code POST provider-bills}): AWS Cost and Usage Report as CSV (2.0 and its predecessor), Google
 * Cloud's billing export as lines of JSON or CSV, Azure's cost details as CSV; plain or gzipped.
 *
 * <p>A file is spooled, then read row by row in one transaction: a row that cannot be read is kept
 * with its line number and reason, and no other is lost for it. A line is known by what it says but
 * its amount; where two files say the same, the newer one counts, so that a month which its
 * provider has corrected replaces what stood there, and the same file twice changes nothing.
 *
 * <p>A line is a lease's by the tag that the lease's machine bears, else by the machine's name or
 * native id. {@code GET reconciliation} holds billed against quoted (the agreed rate for as long as
 * the machine was there) and charged. A line of a lease that is unknown, or that goes on an hour
 * after its lease was closed, is a machine that nobody had: it is an event ({@code bill.stray}) and
 * the alarm {@code BillWithoutLease}.
 */
@NullMarked
package io.tradewind.server.bill;

import org.jspecify.annotations.NullMarked;
