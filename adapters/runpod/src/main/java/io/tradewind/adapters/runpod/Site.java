package io.tradewind.adapters.runpod;

import io.tradewind.api.Offer;
import io.tradewind.api.Region;
import java.util.Optional;
import java.util.Set;

/**
 * Where one question is about: a data centre of the secure cloud, or a country of the community
 * cloud, whose machines are other people's.
 */
record Site(String name, boolean isSecure) {
  /** Data centres of these countries name the country first; elsewhere a continent comes before. */
  private static final Set<String> COUNTRIES_FIRST = Set.of("US", "CA");

  private static final String COMMUNITY = "community";

  static Site secure(String dataCenter) {
    return new Site(dataCenter, true);
  }

  static Site community(String country) {
    return new Site(country, false);
  }

  /** {@code EU-RO-1} is in Romania, {@code US-TX-3} in the United States. */
  Region region() {
    String[] parts = name.split("-");
    boolean isBare = parts.length == 1 || COUNTRIES_FIRST.contains(parts[0]);
    return new Region(RunPodProvider.ID, isBare ? parts[0] : parts[1]);
  }

  Optional<String> zone() {
    return Optional.of(isSecure ? name : COMMUNITY);
  }

  /** Whether an offer is of a data centre. */
  static boolean isSecure(Offer offer) {
    return offer.zone().filter(COMMUNITY::equals).isEmpty();
  }

  String label() {
    return isSecure ? name : "the community of " + name;
  }
}
