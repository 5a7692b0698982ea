package io.tradewind.server.market;

import java.util.Arrays;
import java.util.Optional;

/** What a list of offers can be sorted by. */
enum SortKey {
  PRICE("price") {
    @Override
    long of(Columns columns, int row, ProviderRanks ranks) {
      return columns.priceNanos[row];
    }
  },
  PRICE_PER_ACCELERATOR("pricePerAccelerator") {
    @Override
    long of(Columns columns, int row, ProviderRanks ranks) {
      return columns.nanosPerAccelerator[row];
    }
  },
  PROVIDER("provider") {
    @Override
    long of(Columns columns, int row, ProviderRanks ranks) {
      return ranks.of(columns, row);
    }
  },
  OBSERVED_AT("observedAt") {
    @Override
    long of(Columns columns, int row, ProviderRanks ranks) {
      return columns.observedAtMillis[row];
    }
  };

  private final String wireName;

  SortKey(String wireName) {
    this.wireName = wireName;
  }

  /** Smaller comes first in ascending order; {@link Columns#NO_PRICE} comes last in either. */
  abstract long of(Columns columns, int row, ProviderRanks ranks);

  String wireName() {
    return wireName;
  }

  static Optional<SortKey> parse(String text) {
    return Arrays.stream(values()).filter(key -> key.wireName.equals(text)).findFirst();
  }
}
