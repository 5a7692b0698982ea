/**
 * What an organization pays in place of the prices that everybody sees: negotiated discounts and
 * fixed prices, kept in the database and applied before matching.
 */
@NullMarked
package io.tradewind.server.discount;

import org.jspecify.annotations.NullMarked;
