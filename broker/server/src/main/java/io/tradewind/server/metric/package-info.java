/**
 * What {@code GET /q/metrics} tells beside the framework's own: every name with its meaning stands
 * in {@code infra/observability/metrics.md}, and a test holds the two against each other.
 */
@NullMarked
package io.tradewind.server.metric;

import org.jspecify.annotations.NullMarked;
