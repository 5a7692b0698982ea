package io.tradewind.adapters.vast;

import io.tradewind.rest.Json;
import io.tradewind.rest.OfferBook;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads the machines of one answer, and remembers how far it came. */
final class PageReader {
  private final Bundle bundle;
  private final OfferBook book;
  private long lastId;
  private int rows;

  PageReader(Bundle bundle, OfferBook book) {
    this.bundle = bundle;
    this.book = book;
  }

  void read(Json machine) {
    rows++;
    String label = machine.label("id", "gpu_name", "geolocation");
    book.row(
        label,
        () -> {
          Optional<BigDecimal> id = machine.optionalNumber("id");
          lastId = Math.max(lastId, id.map(BigDecimal::longValue).orElse(lastId));
          bundle.read(machine, label, book);
        });
  }

  VastProvider.Page page() {
    return new VastProvider.Page(lastId, rows);
  }
}
