package io.tradewind.adapters.catalog;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One row a machine, whatever the seller, with its on-demand and its spot price. */
final class NormalizedFormat implements RowFormat {
  private final CatalogFile file;
  private final Map<String, Source> sources = new HashMap<>();

  NormalizedFormat(CatalogFile file) {
    this.file = file;
  }

  @Override
  public void read(Row row, OfferBook book) {
    book.add(
        new Listed(
            row.line(),
            new Listed.Place(row.text("provider"), row.text("region"), row.text("zone")),
            row.text("instance_type"),
            row.text("accelerator"),
            row.text("accelerator_count"),
            row.text("vcpus"),
            row.text("memory_gib"),
            row.text("arch"),
            quotes(row.text("price"), row.text("spot_price")),
            source(row.text("price_source"))));
  }

  /** A machine without a spot price is merely not sold as spot. */
  static List<Listed.Quote> quotes(String price, String spotPrice) {
    List<Listed.Quote> quotes = new ArrayList<>();
    quotes.add(Listed.Quote.usd(CapacityType.ON_DEMAND, price));
    if (!spotPrice.isEmpty()) {
      quotes.add(Listed.Quote.usd(CapacityType.SPOT, spotPrice));
    }
    return quotes;
  }

  /** What the file says of a price's own source, "estimated" for one, stays beside the price. */
  private Source source(String priceSource) {
    return sources.computeIfAbsent(
        priceSource,
        said ->
            said.isEmpty()
                ? RowFormat.source(file)
                : new Source(
                    "%s (%s)".formatted(file.shown(), said),
                    file.url(),
                    Source.Term.LIST,
                    Optional.empty()));
  }
}
