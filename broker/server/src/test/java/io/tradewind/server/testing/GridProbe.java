package io.tradewind.server.testing;

import io.tradewind.api.AdapterContext;
import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.CarbonReading.OfZone;
import io.tradewind.api.GridZone;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A carbon feed that does what a test says; an hour after its date a figure is too old. */
public final class GridProbe implements CarbonFeed {
  public static final Duration VALIDITY = Duration.ofHours(1);

  private static final Map<String, GridProbe> BY_NAME = new ConcurrentHashMap<>();

  private final String name;
  private final Clock clock;
  private volatile Answer answer =
      () -> new CarbonReading(List.of(), List.of(), List.of(), List.of());

  /** What a probe does when it is asked. */
  public interface Answer {
    CarbonReading read() throws ProviderException;
  }

  private GridProbe(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
  }

  public static GridProbe named(String name) {
    return Optional.ofNullable(BY_NAME.get(name)).orElseThrow();
  }

  public void does(Answer wanted) {
    answer = wanted;
  }

  /** One figure of now. */
  public void tells(String zone, double grams, CarbonBasis basis) {
    GridIntensity figure = new GridIntensity(grams, basis, name, clock.instant(), false);
    answer =
        () ->
            new CarbonReading(
                List.of(new OfZone(new GridZone(zone), figure)), List.of(), List.of(), List.of());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CarbonReading read() throws ProviderException {
    return answer.read();
  }

  @Override
  public Optional<Duration> validity() {
    return Optional.of(VALIDITY);
  }

  /** Makes a probe for each of the configured names. */
  public static final class Factory implements CarbonFeedFactory {
    @Override
    public String name() {
      return "grid-probe";
    }

    @Override
    public List<Setting> settings() {
      return List.of(new Setting("names", "Probes to make.", "", false));
    }

    @Override
    public List<CarbonFeed> create(AdapterContext context) {
      return context.setting("names").stream()
          .flatMap(names -> Arrays.stream(names.split(",")))
          .<CarbonFeed>map(
              name -> {
                GridProbe probe = new GridProbe(name, context.clock());
                BY_NAME.put(name, probe);
                return probe;
              })
          .toList();
    }
  }
}
