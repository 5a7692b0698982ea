package io.tradewind.server.market;

import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridZone;
import io.tradewind.api.Region;
import io.tradewind.matcher.GridIntensities;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One figure for each zone and region, all of one basis: a live one while it is valid, else the
 * table's, which says for whom it stands in.
 */
record GridFigures(
    CarbonBasis basis, Map<Region, GridIntensity> byRegion, Map<GridZone, GridIntensity> byZone) {

  /** Measured goes before modelled, then the newer before the older. */
  private static final Comparator<Candidate> PREFERENCE =
      Comparator.comparing((Candidate it) -> it.figure().estimated())
          .thenComparing(it -> it.figure().asOf(), Comparator.reverseOrder())
          .thenComparing(Candidate::feed);

  GridFigures {
    byRegion = Map.copyOf(byRegion);
    byZone = Map.copyOf(byZone);
  }

  /** A feed's last reading. */
  record Told(String feed, Optional<Duration> validity, CarbonReading reading) {
    /** Whether a figure of this feed still is the grid's present state. */
    boolean holds(GridIntensity figure, Instant now) {
      return validity.map(figure.asOf()::plus).map(now::isBefore).orElse(true);
    }
  }

  static GridFigures of(CarbonBasis basis, Collection<Told> told, Instant now) {
    return new GridFigures(
        basis,
        choose(
            told,
            it -> it.regions().stream().map(one -> new At<>(one.region(), one.intensity())),
            basis,
            now),
        choose(
            told,
            it -> it.zones().stream().map(one -> new At<>(one.zone(), one.intensity())),
            basis,
            now));
  }

  /** A zone's own figure; empty where there is none. */
  OptionalDouble of(GridZone zone) {
    GridIntensity figure = byZone.get(zone);
    return figure == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(figure.gramsPerKilowattHour());
  }

  GridIntensities intensities() {
    return new GridIntensities(basis, byRegion, byZone);
  }

  private static <P> Map<P, GridIntensity> choose(
      Collection<Told> told,
      Function<CarbonReading, Stream<At<P>>> places,
      CarbonBasis basis,
      Instant now) {
    Map<P, Candidate> live = new HashMap<>();
    Map<P, Candidate> expired = new HashMap<>();
    Map<P, Candidate> tables = new HashMap<>();
    for (Told one : told) {
      places
          .apply(one.reading())
          .filter(at -> at.figure().basis() == basis)
          .forEach(
              at -> {
                Map<P, Candidate> kind =
                    one.validity().isEmpty()
                        ? tables
                        : one.holds(at.figure(), now) ? live : expired;
                Candidate candidate = new Candidate(one.feed(), at.figure());
                kind.merge(at.place(), candidate, Candidate::better);
              });
    }
    Map<P, GridIntensity> chosen = new HashMap<>();
    tables.forEach(
        (place, table) ->
            chosen.put(place, standIn(table, Optional.ofNullable(expired.get(place)))));
    live.forEach((place, figure) -> chosen.put(place, figure.figure()));
    return chosen;
  }

  private static GridIntensity standIn(Candidate table, Optional<Candidate> old) {
    GridIntensity figure = table.figure();
    return old.map(
            silent ->
                new GridIntensity(
                    figure.gramsPerKilowattHour(),
                    figure.basis(),
                    "%s (%s told nothing newer than %s)"
                        .formatted(figure.source(), silent.feed(), silent.figure().asOf()),
                    figure.asOf(),
                    true))
        .orElse(figure);
  }

  private record At<P>(P place, GridIntensity figure) {}

  private record Candidate(String feed, GridIntensity figure) {
    static Candidate better(Candidate one, Candidate other) {
      return PREFERENCE.compare(one, other) <= 0 ? one : other;
    }
  }
}
