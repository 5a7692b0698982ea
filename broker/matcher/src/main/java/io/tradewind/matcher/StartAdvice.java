package io.tradewind.matcher;

import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GramsCo2e;
import java.time.Instant;

/**
 * When a task that can wait had better start at the place that was chosen. Always an estimate.
 *
 * @param startAt the decision's own time when waiting gains nothing
 * @param then operational and embodied carbon of the whole run, started then
 * @param now the same, started at once, by the same outlook
 * @param source of the outlook
 */
public record StartAdvice(
    Instant startAt, GramsCo2e then, GramsCo2e now, CarbonBasis basis, String source) {}
