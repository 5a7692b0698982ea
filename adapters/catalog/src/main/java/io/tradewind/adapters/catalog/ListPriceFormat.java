package io.tradewind.adapters.catalog;

import io.tradewind.api.CapacityType;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.Source;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The project's own list: one row a price, each with its source and its date. */
final class ListPriceFormat implements RowFormat {
  private final CatalogFile file;
  private final Map<List<String>, Source> sources = new HashMap<>();

  ListPriceFormat(CatalogFile file) {
    this.file = file;
  }

  @Override
  public void read(Row row, OfferBook book) throws RefusedRow {
    String capacity = row.text("capacity_type");
    Optional<CapacityType> type = CapacityType.parse(capacity);
    if (type.isEmpty()) {
      throw malformed("the capacity type '%s' is not on_demand, spot or reserved", capacity);
    }
    String currency = row.text("currency").isEmpty() ? "USD" : row.text("currency");
    book.add(
        new Listed(
            row.line(),
            new Listed.Place(row.text("provider"), row.text("region"), row.text("zone")),
            row.text("instance_type"),
            row.text("accelerator"),
            row.text("accelerator_count"),
            row.text("vcpus"),
            row.text("memory_gib"),
            row.text("architecture"),
            List.of(new Listed.Quote(type.get(), row.text("price_per_hour"), currency)),
            source(row.text("source_url"), row.text("as_of"))));
  }

  private Source source(String url, String asOf) throws RefusedRow {
    List<String> key = List.of(url, asOf);
    Source known = sources.get(key);
    if (known == null) {
      known = new Source(file.shown(), uri(url), Source.Term.LIST, instant(asOf));
      sources.put(key, known);
    }
    return known;
  }

  private static Optional<URI> uri(String text) throws RefusedRow {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      throw malformed("the source '%s' is not an address", text);
    }
  }

  private static Optional<Instant> instant(String date) throws RefusedRow {
    try {
      return date.isEmpty()
          ? Optional.empty()
          : Optional.of(LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException e) {
      throw malformed("the date '%s' is not of the form 2026-11-20", date);
    }
  }

  private static RefusedRow malformed(String sentence, String found) {
    return new RefusedRow(Reason.MALFORMED_ROW, sentence.formatted(found));
  }
}
