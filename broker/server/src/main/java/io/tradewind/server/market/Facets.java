package io.tradewind.server.market;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.matcher.Conditions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many of the listed offers there are of each seller, model, country, capacity type and
 * verified certification, the most frequent first.
 */
@Schema(name = "OfferFacets", description = "How many of the listed offers have which value.")
public record Facets(
    @Schema(required = true) List<Facet> providers,
    @Schema(required = true) List<Facet> accelerators,
    @Schema(required = true) List<Facet> countries,
    @Schema(required = true) List<Facet> capacityTypes,
    @Schema(required = true, description = "Verified and not expired.") List<Facet> certifications,
    @Schema(required = true) long total) {

  /** One value and how many offers have it. */
  @Schema(name = "Facet", description = "One value and how many offers have it.")
  public record Facet(@Schema(required = true) String value, @Schema(required = true) long count) {}

  static Facets of(Board board, OfferFilter filter, Conditions conditions) {
    Regions regions = conditions.regions();
    Map<String, Long> providers = new TreeMap<>();
    Map<String, Long> models = new TreeMap<>();
    Map<String, Long> countries = new TreeMap<>();
    Map<String, Long> capacities = new TreeMap<>();
    Map<String, Long> certifications = new TreeMap<>();
    long total = 0;
    for (Columns columns : board.columns()) {
      FeedFilter accepted = new FeedFilter(columns, filter, conditions);
      long[] byRegion =
          counts(columns, accepted, columns.regions.length, row -> columns.regionOf[row]);
      // One place more, at the front, for machines without accelerators.
      long[] byModel =
          counts(columns, accepted, columns.models.length + 1, row -> columns.modelOf[row] + 1);
      long[] byCapacity =
          counts(columns, accepted, CapacityType.values().length, row -> columns.capacityType[row]);
      add(providers, columns.regions, byRegion, 0, it -> Stream.of(it.provider().value()));
      add(countries, columns.regions, byRegion, 0, it -> country(it, regions));
      add(models, columns.models, byModel, 1, (AcceleratorModel it) -> Stream.of(it.name()));
      add(capacities, CapacityType.values(), byCapacity, 0, it -> Stream.of(it.wireName()));
      add(
          certifications,
          columns.regions,
          byRegion,
          0,
          it -> conditions.certifications().of(it).stream());
      for (long count : byRegion) {
        total += count;
      }
    }
    return new Facets(
        ordered(providers),
        ordered(models),
        ordered(countries),
        ordered(capacities),
        ordered(certifications),
        total);
  }

  private static long[] counts(
      Columns columns, FeedFilter accepted, int values, IntUnaryOperator valueOf) {
    long[] counts = new long[values];
    for (int row = 0; row < columns.size(); row++) {
      if (accepted.accepts(row)) {
        counts[valueOf.applyAsInt(row)]++;
      }
    }
    return counts;
  }

  private static <T> void add(
      Map<String, Long> sums,
      T[] values,
      long[] counts,
      int offset,
      Function<T, Stream<String>> names) {
    for (int i = 0; i < values.length; i++) {
      long count = counts[i + offset];
      if (count > 0) {
        names.apply(values[i]).forEach(value -> sums.merge(value, count, Long::sum));
      }
    }
  }

  private static Stream<String> country(Region region, Regions regions) {
    return regions.find(region).map(Place::country).stream();
  }

  private static List<Facet> ordered(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> new Facet(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Facet::count).reversed().thenComparing(Facet::value))
        .toList();
  }
}
