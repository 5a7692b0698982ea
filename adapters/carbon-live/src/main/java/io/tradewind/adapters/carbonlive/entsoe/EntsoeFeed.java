package io.tradewind.adapters.carbonlive.entsoe;

import io.tradewind.adapters.carbonlive.FuelMix;
import io.tradewind.adapters.carbonlive.Gathered;
import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridZone;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.rest.Call;
import io.tradewind.rest.RestClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each area generated, by fuel, in the last hours. The mix is weighed with life-cycle medians;
 * trade with neighbours is not followed, so every figure is an estimate.
 */
final class EntsoeFeed implements CarbonFeed {
  static final ProviderId ID = ProviderId.of("carbon-entsoe");

  private static final String SOURCE =
      "ENTSO-E actual generation by type × %s, without trade".formatted(FuelMix.FACTORS);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

  /** Areas report an hour or two late. */
  private static final Duration BACK = Duration.ofHours(6);

  private final RestClient client;
  private final Map<String, GridZone> areas;
  private final Clock clock;

  EntsoeFeed(RestClient client, Map<String, GridZone> areas, Clock clock) {
    this.client = client;
    this.areas = areas;
    this.clock = clock;
  }

  @Override
  public String name() {
    return ID.value();
  }

  @Override
  public Optional<Duration> validity() {
    return Optional.of(Duration.ofHours(4));
  }

  @Override
  public CarbonReading read() throws ProviderException {
    Gathered gathered = new Gathered(clock.instant());
    areas.forEach((code, zone) -> gathered.attempt(zone.code(), () -> area(gathered, code, zone)));
    return gathered.close();
  }

  private void area(Gathered gathered, String code, GridZone zone) throws ProviderException {
    Instant end = clock.instant().truncatedTo(ChronoUnit.HOURS);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("documentType", "A75");
    parameters.put("processType", "A16");
    parameters.put("in_Domain", code);
    parameters.put("periodStart", MINUTE.format(end.minus(BACK)));
    parameters.put("periodEnd", MINUTE.format(end));
    Generation generation =
        client.read(
            Call.get("/api", parameters).accepting("application/xml"),
            reply -> Generation.of(reply.xml()));
    generation
        .lastWhole()
        .ifPresentOrElse(
            mix ->
                gathered.figure(
                    zone,
                    mix.gramsPerKilowattHour(),
                    CarbonBasis.AVERAGE_LOCATION_LIFECYCLE,
                    SOURCE,
                    mix.to(),
                    true),
            () -> gathered.refuse("%s: %s".formatted(zone, generation.remark())));
  }
}
