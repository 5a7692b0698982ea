package io.tradewind.adapters.aws;

import io.tradewind.api.Availability;
import io.tradewind.rest.Json;
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.RefusedRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How often AWS took spot machines back in the month before, as a band from 0 (less than 5 % of
 * them), over 1 (to 10 %), 2 (to 15 %) and 3 (to 20 %), to 4 (more).
 *
 * @param bands by region, then by instance type
 */
record SpotAdvisor(Map<String, Map<String, Integer>> bands) {
  static final SpotAdvisor EMPTY = new SpotAdvisor(Map.of());

  private static final int WORST = 4;
  private static final Duration TIME_TO_LIVE = Duration.ofHours(24);

  SpotAdvisor {
    bands = Map.copyOf(bands);
  }

  static SpotAdvisor read(JsonReply reply) throws IOException, RefusedRow {
    Map<String, Map<String, Integer>> bands = new HashMap<>();
    for (Map.Entry<String, Json> region :
        reply.whole().object("spot_advisor").objects().entrySet()) {
      Map<String, Integer> byType = new HashMap<>();
      Optional<Json> linux = region.getValue().optionalObject("Linux");
      if (linux.isPresent()) {
        for (Map.Entry<String, Json> type : linux.get().objects().entrySet()) {
          byType.put(type.getKey(), band(type.getValue().number("r")));
        }
      }
      bands.put(region.getKey(), byType);
    }
    return new SpotAdvisor(bands);
  }

  /**
   * The band as a score: 1 for the calmest, 0 for the worst, in quarters. It tells whether a
   * machine is likely to stay, not whether one can be had, so the state is at best unknown; in the
   * two worst bands it is limited.
   */
  Availability availability(String region, String type, Instant now) {
    return Optional.ofNullable(bands.getOrDefault(region, Map.of()).get(type))
        .map(
            band ->
                new Availability(
                    band >= WORST - 1 ? Availability.State.LIMITED : Availability.State.UNKNOWN,
                    Availability.Kind.SCORE,
                    OptionalDouble.of((WORST - band) / (double) WORST),
                    now,
                    TIME_TO_LIVE))
        .orElseGet(() -> Availability.unknown(now));
  }

  private static int band(BigDecimal number) throws RefusedRow {
    if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(WORST)) > 0) {
      throw RefusedRow.malformed("r is %s; expected a band from 0 to 4".formatted(number));
    }
    return number.intValue();
  }
}
