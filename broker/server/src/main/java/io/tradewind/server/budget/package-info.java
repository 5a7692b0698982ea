/**
 * How much may be spent, and that no more is. A budget is of an organization, one of its projects
 * or one of its people, for a month of UTC or in all, in one currency, with thresholds: at so many
 * percent somebody is told ({@code warn}), no lease begins ({@code block}), or none goes on ({@code
 * stop}). Its period may be {@code prepaid}: then its amount is what the organization has paid
 * beforehand or was given, and follows the books.
 *
 * <p>{@code Funds} writes a lease when {@code Admission} asks it to: in the same transaction it
 * takes what the lease may cost from every budget that it falls under, or says what is missing.
 * That is one conditional update of {@code budget_period}, so any number of brokers may do it at
 * once. The database refuses to commit a lease without its funds.
 *
 * <p>A hold is for {@code max_duration} at the agreed rate, else for {@code max_cost}, else for
 * {@code tradewind.budget.horizon}. While the lease runs its hold always covers what has been used
 * and {@code tradewind.budget.reserve} more, which is as long as a machine goes on without word
 * from its broker; under a {@code stop} threshold a lease whose hold cannot grow any more is ended,
 * in time even should the broker die then. When it closes, the hold becomes what was charged.
 */
@NullMarked
package io.tradewind.server.budget;

import org.jspecify.annotations.NullMarked;
