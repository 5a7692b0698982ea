/**
 * The messages between agent and broker, under {@code /agent/v1}. Plain records: field names are
 * the JSON names. Rules of the protocol, and its conformance tests, live in {@code
 * adapters/datacenter}.
 */
@NullMarked
package io.tradewind.api.agent;

import org.jspecify.annotations.NullMarked;
