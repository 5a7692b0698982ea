/**
 * One workload where its data lives: a part at each place, and an aggregator between them. Begin
 * with {@link io.tradewind.matcher.federated.Federation}.
 */
@NullMarked
package io.tradewind.matcher.federated;

import org.jspecify.annotations.NullMarked;
