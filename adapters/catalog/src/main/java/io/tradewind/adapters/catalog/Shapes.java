package io.tradewind.adapters.catalog;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a file's words into regions and machine shapes. Equal ones share one object: a hundred
 * thousand offers are made of a few thousand shapes.
 */
final class Shapes {
  private final Accelerators accelerators = Accelerators.bundled();
  private final Map<List<String>, InstanceType> types = new HashMap<>();
  private final Map<List<String>, Region> regions = new HashMap<>();
  private final Map<String, Optional<String>> zones = new HashMap<>();

  Region region(Listed.Place place) throws RefusedRow {
    List<String> key = List.of(place.seller(), place.region());
    Region known = regions.get(key);
    if (known != null) {
      return known;
    }
    try {
      Region region = new Region(ProviderId.of(place.seller()), place.region());
      regions.put(key, region);
      return region;
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  Optional<String> zone(Listed.Place place) {
    return zones.computeIfAbsent(
        place.zone(), zone -> zone.isEmpty() ? Optional.empty() : Optional.of(zone));
  }

  InstanceType type(Listed listed) throws RefusedRow {
    List<String> key =
        List.of(
            listed.place().seller(),
            listed.instanceType(),
            listed.accelerator(),
            listed.acceleratorCount(),
            listed.vcpus(),
            listed.memoryGibibytes(),
            listed.architecture());
    InstanceType known = types.get(key);
    if (known == null) {
      known = read(listed);
      types.put(key, known);
    }
    return known;
  }

  private InstanceType read(Listed listed) throws RefusedRow {
    Optional<AcceleratorSet> set = accelerators(listed);
    double vcpus = amount("vCPUs", listed.vcpus());
    double gibibytes = amount("memory", listed.memoryGibibytes());
    try {
      return new InstanceType(
          listed.instanceType(),
          set,
          vcpus,
          Memory.ofGibibytes(gibibytes),
          architecture(listed, set),
          Interconnect.UNKNOWN);
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private Optional<AcceleratorSet> accelerators(Listed listed) throws RefusedRow {
    double count = amount("accelerator count", listed.acceleratorCount());
    if (listed.accelerator().isEmpty()) {
      if (count > 0) {
        throw malformed("%s accelerators, but no name".formatted(listed.acceleratorCount()));
      }
      return Optional.empty();
    }
    if (count == 0) {
      throw malformed(
          "the count of %s is '%s'; expected a number above zero"
              .formatted(listed.accelerator(), listed.acceleratorCount()));
    }
    AcceleratorSet one = resolve(listed.accelerator());
    try {
      return Optional.of(new AcceleratorSet(one.model(), one.count() * count, one.slice()));
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private AcceleratorSet resolve(String name) throws RefusedRow {
    Optional<AcceleratorSet> set = accelerators.resolve(name);
    if (set.isEmpty()) {
      List<String> similar = accelerators.suggestions(name, 3);
      String advice = similar.isEmpty() ? "" : "; similar are " + String.join(", ", similar);
      throw new RefusedRow(
          Reason.UNKNOWN_ACCELERATOR,
          "'%s' is not in the accelerator table%s".formatted(name, advice));
    }
    return set.get();
  }

  /**
   * What the accelerator demands goes before what the file says, and that before the type's name.
   */
  private static Architecture architecture(Listed listed, Optional<AcceleratorSet> set)
      throws RefusedRow {
    Optional<Architecture> demanded = set.flatMap(one -> one.model().hostArchitecture());
    if (demanded.isPresent()) {
      return demanded.get();
    }
    if (listed.architecture().isEmpty()) {
      return HostArchitecture.of(listed.place().seller(), listed.instanceType());
    }
    Optional<Architecture> said = Architecture.parse(listed.architecture());
    if (said.isEmpty()) {
      throw malformed(
          "the architecture '%s' is neither x86_64 nor arm64".formatted(listed.architecture()));
    }
    return said.get();
  }

  /** An empty cell is 0: the seller does not say. */
  private static double amount(String what, String text) throws RefusedRow {
    double number;
    try {
      number = text.isEmpty() ? 0 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw malformed("the %s '%s' is not a number".formatted(what, text));
    }
    if (!(number >= 0 && number < 1e7)) {
      throw malformed("the %s '%s' is out of range".formatted(what, text));
    }
    return number;
  }

  private static RefusedRow malformed(String detail) {
    return new RefusedRow(Reason.MALFORMED_ROW, detail);
  }
}
