package io.tradewind.server.market;

import io.tradewind.api.CapacityType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which offers a list shows. An empty set asks for nothing; a value that nothing has matches
 * nothing.
 *
 * @param accelerators canonical model names; {@link #NO_ACCELERATOR} stands for machines without
 * @param providers sellers
 * @param regions {@code name} or {@code provider/name}
 * @param countries ISO 3166-1 alpha-2, upper case
 * @param certifications lower case; a place must hold each of them
 * @param superseded whether offers are shown for which another source is believed
 * @param terms lower case; each must occur in the instance type, the region or the accelerator
 */
record OfferFilter(
    Set<String> accelerators,
    Set<String> providers,
    Set<String> regions,
    Set<String> countries,
    Set<CapacityType> capacityTypes,
    Set<String> certifications,
    OptionalDouble minAccelerators,
    OptionalDouble maxAccelerators,
    OptionalDouble minMemoryGib,
    Optional<Freshness> freshness,
    boolean superseded,
    List<String> terms) {
  static final String NO_ACCELERATOR = "none";

  static final OfferFilter EVERYTHING =
      new OfferFilter(
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          false,
          List.of());

  static List<String> termsOf(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return lower.isEmpty() ? List.of() : List.of(lower.split("\\s+"));
  }
}
