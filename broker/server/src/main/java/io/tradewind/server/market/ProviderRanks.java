package io.tradewind.server.market;

import io.tradewind.api.Region;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The sellers' places in alphabetical order. Odd numbers, so that a seller that has left still has
 * a place between two others.
 */
final class ProviderRanks {
  private final String[] names;
  private final Map<Columns, int[]> byRegion = new IdentityHashMap<>();

  ProviderRanks(Iterable<Columns> feeds) {
    SortedSet<String> all = new TreeSet<>();
    feeds.forEach(
        columns ->
            Arrays.stream(columns.regions).forEach(region -> all.add(region.provider().value())));
    names = all.toArray(String[]::new);
    feeds.forEach(
        columns ->
            byRegion.put(columns, Arrays.stream(columns.regions).mapToInt(this::rankOf).toArray()));
  }

  long of(Columns columns, int row) {
    return Objects.requireNonNull(byRegion.get(columns))[columns.regionOf[row]];
  }

  long of(String name) {
    int at = Arrays.binarySearch(names, name);
    return at >= 0 ? 2L * at + 1 : 2L * (-at - 1);
  }

  private int rankOf(Region region) {
    return (int) of(region.provider().value());
  }
}
