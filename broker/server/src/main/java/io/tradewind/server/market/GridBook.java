package io.tradewind.server.market;

import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridForecast;
import io.tradewind.api.GridZone;
import io.tradewind.api.ProviderException;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.server.config.TradewindConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What every carbon feed has told of the grids, each as it told it last. Bundled tables are read
 * here, once; live feeds are asked elsewhere and bring their readings.
 */
@ApplicationScoped
public class GridBook {
  private static final Logger LOG = Logger.getLogger(GridBook.class);

  private final Map<String, GridFigures.Told> told = new TreeMap<>();
  private final GridPast past = new GridPast();
  private final List<String> tables;
  private final CarbonBasis basis;
  private final Clock clock;

  GridBook(TradewindConfig config, Clock clock) {
    this.clock = clock;
    basis = basis(config.carbon());
    List<String> names = new ArrayList<>();
    for (CarbonFeed table : ServiceLoader.load(CarbonFeed.class, GridBook.class.getClassLoader())) {
      names.add(table.name());
      try {
        take(table, table.read());
      } catch (ProviderException e) {
        LOG.errorf("The carbon table %s cannot be read: %s", table.name(), e.getMessage());
      }
    }
    tables = List.copyOf(names);
  }

  /** The names of the bundled tables. */
  public List<String> tables() {
    return tables;
  }

  /** What a feed or table told last. */
  public synchronized Optional<CarbonReading> reading(String feed) {
    return Optional.ofNullable(told.get(feed)).map(GridFigures.Told::reading);
  }

  /** The one basis of every decision. */
  public CarbonBasis basis() {
    return basis;
  }

  /** In place of what the feed told before. */
  public synchronized void take(CarbonFeed feed, CarbonReading reading) {
    told.put(feed.name(), new GridFigures.Told(feed.name(), feed.validity(), reading));
    if (feed.validity().isPresent()) {
      reading.zones().stream()
          .filter(one -> one.intensity().basis() == basis)
          .forEach(one -> past.note(feed.name(), one.zone(), one.intensity()));
    }
  }

  /** The figures of this moment, in the basis of the decisions. */
  synchronized GridFigures figures() {
    return GridFigures.of(basis, told.values(), clock.instant());
  }

  /** How clean a zone's grid is now, by its own figure and no other. */
  public OptionalDouble gramsPerKilowattHour(GridZone zone) {
    return figures().of(zone);
  }

  /**
   * The forecasts of this moment in the basis of the decisions, one a zone: the one that its source
   * issued last, else what live feeds have told of its past, from which one can be reckoned.
   */
  public synchronized Map<GridZone, GridForecast> forecasts() {
    Map<GridZone, GridForecast> newest = new TreeMap<>(Comparator.comparing(GridZone::code));
    told.values().stream()
        .flatMap(one -> one.reading().forecasts().stream())
        .filter(forecast -> forecast.basis() == basis)
        .forEach(forecast -> newest.merge(forecast.zone(), forecast, GridBook::newer));
    Instant now = clock.instant();
    past.zones().stream()
        .filter(zone -> !newest.containsKey(zone))
        .flatMap(zone -> past.of(zone, now).stream())
        .forEach(known -> newest.put(known.zone(), known));
    return newest;
  }

  /**
   * What is known of a zone's hours, in the basis of the decisions: what a live feed has told
   * before the newest forecast begins, and the forecast. In the order of time, without overlap.
   */
  public synchronized List<GridForecast> hours(GridZone zone) {
    Optional<GridForecast> forecast =
        told.values().stream()
            .flatMap(one -> one.reading().forecasts().stream())
            .filter(it -> it.basis() == basis && it.zone().equals(zone) && !it.steps().isEmpty())
            .reduce(GridBook::newer);
    Instant end = forecast.map(it -> it.steps().get(0).from()).orElse(Instant.MAX);
    return Stream.concat(
            past.of(zone, clock.instant()).map(it -> until(end, it)).stream(), forecast.stream())
        .filter(it -> !it.steps().isEmpty())
        .toList();
  }

  private static GridForecast until(Instant end, GridForecast told) {
    List<GridForecast.Step> steps =
        told.steps().stream().filter(step -> !step.to().isAfter(end)).toList();
    return new GridForecast(told.zone(), told.basis(), told.source(), told.issuedAt(), steps);
  }

  private static GridForecast newer(GridForecast one, GridForecast other) {
    return other.issuedAt().isAfter(one.issuedAt()) ? other : one;
  }

  private static CarbonBasis basis(TradewindConfig.Carbon wanted) {
    return switch (wanted.signal()) {
      case AVERAGE ->
          switch (wanted.boundary().orElse(TradewindConfig.Boundary.LIFECYCLE)) {
            case LIFECYCLE -> CarbonBasis.AVERAGE_LOCATION_LIFECYCLE;
            case DIRECT -> CarbonBasis.AVERAGE_LOCATION_DIRECT;
          };
      case MARGINAL ->
          switch (wanted.boundary().orElse(TradewindConfig.Boundary.DIRECT)) {
            case LIFECYCLE -> CarbonBasis.MARGINAL_LOCATION_LIFECYCLE;
            case DIRECT -> CarbonBasis.MARGINAL_LOCATION_DIRECT;
          };
    };
  }
}
