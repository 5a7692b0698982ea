/**
 * What an organization is given and what it pays beforehand. A grant of credit lowers the net
 * amount of invoices, those that expire first being used first, for what was used before they
 * expire; what was prepaid pays of an invoice's total. No payment provider is called: who runs the
 * broker records a payment with its reference, which is recorded once.
 *
 * <p>Both are entries of the books. A grant moves from {@code promotion:} to {@code credit:GRANT},
 * from there to {@code receivable:} when {@code MonthClose} uses it, or back when it has expired. A
 * payment moves from {@code prepaid:ORGANIZATION} to {@code paid:}, so what is prepaid is owed to
 * the organization. A budget whose period is {@code prepaid} follows both: see {@code
 * follow_prepaid} in {@code V28}.
 */
@NullMarked
package io.tradewind.server.credit;

import org.jspecify.annotations.NullMarked;
