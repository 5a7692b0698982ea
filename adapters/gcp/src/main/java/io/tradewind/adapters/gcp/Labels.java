package io.tradewind.adapters.gcp;

import io.tradewind.api.Gang;
import io.tradewind.api.LeaseId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How this broker's resources are told from all others.
 *
 * @param broker its name in the project
 */
record Labels(String broker) {
  static final String LEASE = "tradewind-lease";
  static final String BROKER = "tradewind-broker";
  static final String GANG = "tradewind-gang";

  /** The same for every try of a lease, so that Google itself refuses a second machine. */
  static String name(LeaseId lease) {
    return "tradewind-" + lease;
  }

  Map<String, String> of(LeaseId lease) {
    return Map.of(LEASE, lease.toString(), BROKER, broker);
  }

  Map<String, String> of(LeaseId lease, Optional<Gang> gang) {
    Map<String, String> labels = new HashMap<>(of(lease));
    gang.ifPresent(it -> labels.put(GANG, it.name()));
    return labels;
  }

  /** Compute Engine's filter. */
  String filter() {
    return "labels.%s = \"%s\"".formatted(BROKER, broker);
  }

  /** Empty when it is not this broker's, or somebody else has put something into the label. */
  Optional<LeaseId> lease(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(LEASE))
        .filter(any -> broker.equals(labels.get(BROKER)))
        .flatMap(Labels::parse);
  }

  private static Optional<LeaseId> parse(String value) {
    try {
      return Optional.of(new LeaseId(UUID.fromString(value)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
