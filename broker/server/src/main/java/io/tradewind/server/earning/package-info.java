/**
 * What a site earned, by the day and the unit, out of the same usage, charges and books that
 * invoices and payouts are made of; and the report of a year that the EU Energy Efficiency
 * Directive asks operators of datacentres for (Delegated Regulation (EU) 2024/1364, annexes II and
 * III): what the broker metered beside what only the operator can know.
 */
@NullMarked
package io.tradewind.server.earning;

import org.jspecify.annotations.NullMarked;
