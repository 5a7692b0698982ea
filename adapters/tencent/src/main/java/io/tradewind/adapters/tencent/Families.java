package io.tradewind.adapters.tencent;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.RefusedRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The card of each instance family, bundled, since the API does not tell it. */
final class Families {
  private static final String TABLE = "families.csv";

  private final Map<String, String> cards = new HashMap<>();

  Families() {
    try (InputStream stream = Families.class.getResourceAsStream(TABLE)) {
      if (stream == null) {
        throw new IllegalStateException("The table %s is not on the class path.".formatted(TABLE));
      }
      new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(",", -1))
          .forEach(cells -> cards.put(cells[0].strip(), cells[1].strip()));
    } catch (IOException e) {
      throw new UncheckedIOException("The table %s cannot be read.".formatted(TABLE), e);
    }
  }

  AcceleratorSet devices(String family, double count) throws RefusedRow {
    String card =
        Optional.ofNullable(cards.get(family))
            .orElseThrow(
                () ->
                    new RefusedRow(
                        Reason.UNKNOWN_ACCELERATOR,
                        "the card of the family %s is not known".formatted(family)));
    return AcceleratorNames.devices(count, card);
  }
}
