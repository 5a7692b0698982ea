/**
 * Agents and sites: who they are, what they do, what they report. The agents' protocol is {@code
 * io.tradewind.api.agent}.
 */
@NullMarked
package io.tradewind.server.agent;

import org.jspecify.annotations.NullMarked;
