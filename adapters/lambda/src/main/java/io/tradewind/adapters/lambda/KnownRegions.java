package io.tradewind.adapters.lambda;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where each machine type has been free before. The API names only regions with one free, so what
 * is sold out can be shown only where it was seen.
 */
final class KnownRegions {
  private final Map<String, Set<String>> regions = new HashMap<>();

  /** Adds what is free now, and gives everything that is known. */
  Set<String> with(String type, Set<String> free) {
    Set<String> known = regions.computeIfAbsent(type, name -> new TreeSet<>());
    known.addAll(free);
    return Set.copyOf(known);
  }
}
