package io.tradewind.rest;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.OfferFeed.Reason;
import java.util.List;
import java.util.Optional;

/** What an API's name of an accelerator means. A name that is not in the table is refused. */
public final class AcceleratorNames {
  private AcceleratorNames() {}

  /**
   * So many devices under any of the spellings that an API uses for one card; the first that is
   * known counts.
   */
  public static AcceleratorSet devices(double count, String... spellings) throws RefusedRow {
    if (!(count > 0)) {
      throw RefusedRow.malformed(
          "there are %s devices of '%s'; expected a number above zero"
              .formatted(count, spellings[0]));
    }
    for (String spelling : spellings) {
      Optional<AcceleratorSet> known = resolve(spelling);
      if (known.isPresent()) {
        return AcceleratorSet.of(known.get().model(), count);
      }
    }
    List<String> similar = Accelerators.bundled().suggestions(spellings[0], 3);
    String advice = similar.isEmpty() ? "" : "; similar are " + String.join(", ", similar);
    throw new RefusedRow(
        Reason.UNKNOWN_ACCELERATOR,
        "'%s' is not in the accelerator table%s".formatted(spellings[0], advice));
  }

  /** The host that a machine with these accelerators has; x86_64 where they leave it open. */
  public static Architecture host(AcceleratorSet set) {
    return set.model().hostArchitecture().orElse(Architecture.X86_64);
  }

  private static Optional<AcceleratorSet> resolve(String spelling) {
    Accelerators table = Accelerators.bundled();
    return table
        .resolve(spelling)
        .or(() -> table.resolve(spelling.replace('_', ' ')))
        .or(() -> table.resolve(spelling.replace('_', '-')));
  }
}
