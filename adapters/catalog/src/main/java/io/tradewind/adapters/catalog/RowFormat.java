package io.tradewind.adapters.catalog;

import io.tradewind.api.Source;
import java.util.Optional;

/** One way of writing a catalogue. */
interface RowFormat {
  /** Takes one complete row. */
  void read(Row row, OfferBook book) throws RefusedRow;

  /** Whether the cells of a row stand under their columns. */
  default boolean isAligned(Row row) {
    return row.isComplete();
  }

  /** After the last row: for formats in which an offer is made of several rows. */
  default void finish(OfferBook book) {}

  /**
   * The format that a header announces; empty when none is known.
   *
   * @param seller who sells, for formats that do not say it
   */
  static Optional<RowFormat> of(Row.Header header, CatalogFile file, Optional<String> seller) {
    if (header.hasAll("provider", "instance_type", "region", "capacity_type", "price_per_hour")) {
      return Optional.of(new ListPriceFormat(file));
    }
    if (header.hasAll("provider", "instance_type", "region", "accelerator", "price")) {
      return Optional.of(new NormalizedFormat(file));
    }
    if (SkyPilotFormat.isAnnouncedBy(header)) {
      return seller.map(name -> SkyPilotFormat.of(name, source(file)));
    }
    return Optional.empty();
  }

  /** The file itself as the source of its prices; it does not say how old they are. */
  static Source source(CatalogFile file) {
    return new Source(file.shown(), file.url(), Source.Term.LIST, Optional.empty());
  }
}
