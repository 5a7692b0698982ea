/**
 * Carbon receipts: what a workload, a project or an organization used and emitted, reckoned from
 * metered usage and nothing else, so that it can be reckoned again.
 *
 * <p>Method {@code tradewind-carbon-1}. Each metered interval bears its figures since it was
 * written: energy at the servers (what was reserved, used or not), the site's PUE, their product,
 * the grid's intensity, operational grams (the product of both, and the network's energy for what
 * was sent), embodied grams (the machine's share by time, ISO/IEC 21031:2024) and litres of water
 * on site (energy at the servers times its WUE). A receipt rounds each interval's figures once, to
 * a billionth, and adds them up exactly: the workloads of a month are the month, to the last digit.
 * An interval is of the month in which it begins.
 *
 * <p>Figures of different bases (average or marginal, location or market, life cycle or direct)
 * stand in parts of their own and are never added. A receipt bears no time of its making: the same
 * usage is the same bytes. SCI is operational and embodied grams by a count of what was done; it is
 * told for the bases that ISO/IEC 21031:2024 allows, which are all but market-based ones.
 */
@NullMarked
package io.tradewind.server.receipt;

import org.jspecify.annotations.NullMarked;
