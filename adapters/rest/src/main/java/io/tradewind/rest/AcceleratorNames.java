package io.tradewind.rest;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.OfferFeed.Reason;
import java.util.List;
import java.util.Optional;

/** What an API's name of an accelerator means. A name that is not in the table is refused. */
public final class AcceleratorNames {
  // What drivers and sellers call the size of one card differs by this much.
  private static final double TOLERANCE = 0.1;

  private AcceleratorNames() {}

  /**
   * So many devices under any of the spellings that an API uses for one card; the first that is
   * known counts.
   */
  public static AcceleratorSet devices(double count, String... spellings) throws RefusedRow {
    if (!(count > 0)) {
      throw noDevices(count, spellings[0]);
    }
    for (String spelling : spellings) {
      Optional<AcceleratorSet> known = resolve(spelling);
      if (known.isPresent()) {
        return AcceleratorSet.of(known.get().model(), count);
      }
    }
    throw unknown(spellings[0]);
  }

  /**
   * The same for a seller that tells the memory of one card beside its name: a name that stands for
   * cards of several sizes, such as A100, is not taken at its word.
   */
  public static AcceleratorSet devices(double count, double gigabytesEach, String... spellings)
      throws RefusedRow {
    String size = " %.0fGB".formatted(gigabytesEach);
    for (String spelling : spellings) {
      for (String name : List.of(spelling + size, spelling)) {
        Optional<AcceleratorSet> known =
            resolve(name).filter(set -> isOfSize(set.model(), gigabytesEach));
        if (known.isPresent() && count > 0) {
          return AcceleratorSet.of(known.get().model(), count);
        }
      }
    }
    throw count > 0 ? unknown(spellings[0] + size) : noDevices(count, spellings[0]);
  }

  private static boolean isOfSize(AcceleratorModel model, double gigabytes) {
    return Math.abs(model.memory().gibibytes() - gigabytes) <= TOLERANCE * gigabytes
        || Math.abs(model.usableMemory().gibibytes() - gigabytes) <= TOLERANCE * gigabytes;
  }

  private static RefusedRow noDevices(double count, String name) {
    return RefusedRow.malformed(
        "there are %s devices of '%s'; expected a number above zero".formatted(count, name));
  }

  private static RefusedRow unknown(String name) {
    List<String> similar = Accelerators.bundled().suggestions(name, 3);
    String advice = similar.isEmpty() ? "" : "; similar are " + String.join(", ", similar);
    return new RefusedRow(
        Reason.UNKNOWN_ACCELERATOR,
        "'%s' is not in the accelerator table%s".formatted(name, advice));
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
