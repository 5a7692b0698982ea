/**
 * A workload's way from the request that submitted it to the machine that ran it, as one trace of
 * OpenTelemetry. It takes minutes or days, through brokers that may die in between, so what holds
 * it together is stored: the submission's place in its caller's trace is a column of the workload
 * and of each of its leases, and whoever works on one of these continues there. The workload itself
 * is told its place in {@code TRACEPARENT}.
 *
 * <p>Requests are traced by the framework, and nothing is unless {@code infra/observability} says
 * how. A new part of the way is a call of {@link io.tradewind.server.trace.Traces}.
 */
@NullMarked
package io.tradewind.server.trace;

import org.jspecify.annotations.NullMarked;
