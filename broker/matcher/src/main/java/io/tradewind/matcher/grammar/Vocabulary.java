package io.tradewind.matcher.grammar;

import io.tradewind.api.Accelerators;
import io.tradewind.api.Cities;
import io.tradewind.api.Countries;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Regions;
import java.util.Set;

/**
 * The names that a workload file may use.
 *
 * @param regions with the places of enrolled sites
 * @param providers sellers and feeds that are known; another one is accepted, with a note. Empty
 *     when nothing is known about who sells
 */
public record Vocabulary(
    Accelerators accelerators,
    Regions regions,
    Countries countries,
    Cities cities,
    Set<ProviderId> providers) {

  /** The tables that ship with the product. */
  public static Vocabulary bundled() {
    return new Vocabulary(
        Accelerators.bundled(), Regions.bundled(), Countries.bundled(), Cities.bundled(), Set.of());
  }

  public Vocabulary withRegions(Regions more) {
    return new Vocabulary(accelerators, more, countries, cities, providers);
  }

  public Vocabulary withProviders(Set<ProviderId> known) {
    return new Vocabulary(accelerators, regions, countries, cities, known);
  }
}
