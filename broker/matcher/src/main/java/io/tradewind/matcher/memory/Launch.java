package io.tradewind.matcher.memory;

import java.time.Instant;

/** One outcome, as it is kept. */
public record Launch(Pool pool, Evidence evidence, Instant at) {}
