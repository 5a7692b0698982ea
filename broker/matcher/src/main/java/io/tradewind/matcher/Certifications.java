package io.tradewind.matcher;

import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who holds which certification, lower case. A region holds its seller's and its own. */
public record Certifications(
    Map<ProviderId, Set<String>> byProvider, Map<Region, Set<String>> byRegion) {
  public static final Certifications NONE = new Certifications(Map.of(), Map.of());

  public Certifications {
    byProvider = Map.copyOf(byProvider);
    byRegion = Map.copyOf(byRegion);
  }

  /** Everything that a region holds, in alphabetical order. */
  public Set<String> of(Region region) {
    Set<String> held = new TreeSet<>(byProvider.getOrDefault(region.provider(), Set.of()));
    held.addAll(byRegion.getOrDefault(region, Set.of()));
    return held;
  }

  public boolean holds(Region region, String certification) {
    return byProvider.getOrDefault(region.provider(), Set.of()).contains(certification)
        || byRegion.getOrDefault(region, Set.of()).contains(certification);
  }
}
