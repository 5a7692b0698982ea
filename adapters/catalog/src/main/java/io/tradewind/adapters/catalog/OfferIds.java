package io.tradewind.adapters.catalog;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.OfferId;
import io.tradewind.api.Region;
import java.util.Optional;

/**
 * Readable ids that stay the same while prices move: {@code
 * aws:us-east-1:use1-az1:p5.48xlarge:H100x8:on_demand}. Always six parts; {@code -} for none.
 */
final class OfferIds {
  private static final String NONE = "-";

  private OfferIds() {}

  static OfferId of(
      Region region, Optional<String> zone, InstanceType type, CapacityType capacity) {
    return new OfferId(
        String.join(
            ":",
            region.provider().value(),
            part(region.name()),
            zone.map(OfferIds::part).orElse(NONE),
            part(type.name()),
            type.accelerators().map(OfferIds::accelerators).orElse(NONE),
            capacity.wireName()));
  }

  /** The same machine under another promise. */
  static OfferId sibling(OfferId id, CapacityType capacity) {
    String value = id.value();
    return new OfferId(value.substring(0, value.lastIndexOf(':') + 1) + capacity.wireName());
  }

  /** Whole slices are counted where devices are only sold as slices. */
  private static String accelerators(AcceleratorSet set) {
    String name = set.slice().orElse(set.model().name());
    double each =
        set.slice().flatMap(Accelerators.bundled()::resolve).map(AcceleratorSet::count).orElse(1.0);
    return part(name) + "x" + plain(Math.round(set.countThousandths() / each));
  }

  private static String plain(long thousandths) {
    return thousandths % 1000 == 0
        ? String.valueOf(thousandths / 1000)
        : String.valueOf(thousandths / 1000.0);
  }

  /** Only characters that need no escaping in an address. */
  private static String part(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean kept = c < 128 && (Character.isLetterOrDigit(c) || "._~$-".indexOf(c) >= 0);
      if (kept) {
        plain.append(c);
      } else if (plain.length() == 0 || plain.charAt(plain.length() - 1) != '_') {
        plain.append('_');
      }
    }
    return plain.toString();
  }
}
