/**
 * The messages between agent and broker, under {@code /agent/v1}, and the rules that both hold to.
 * Plain records: field names are the JSON names; no JSON library is needed here.
 */
@NullMarked
package io.tradewind.api.agent;

import org.jspecify.annotations.NullMarked;
