/**
 * The one way to write a lease: {@code Admission} asks the policies, the quotas and the budgets in
 * the transaction that writes it, and writes nothing where one of them refuses.
 */
@NullMarked
package io.tradewind.server.admission;

import org.jspecify.annotations.NullMarked;
