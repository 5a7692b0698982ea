package io.tradewind.adapters.catalog;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads a file row by row into a book, whichever known format it has, gzipped or plain. */
final class CatalogReader {
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final int BUFFER = 1 << 16;
  // Ten times the largest catalogue there is; a small archive can unpack to more than memory holds.
  private static final int MOST_ROWS = 3_000_000;

  private CatalogReader() {}

  static void read(CatalogFile file, OfferBook book) throws IOException, UnreadableCatalog {
    try (InputStream raw = file.open();
        InputStream text = unpacked(raw);
        CsvReader<CsvRecord> records = csv(text)) {
      Iterator<CsvRecord> rows = records.iterator();
      if (!rows.hasNext()) {
        throw new UnreadableCatalog("it is empty");
      }
      Row.Header header = new Row.Header(rows.next().getFields());
      RowFormat format = format(header, file);
      while (rows.hasNext()) {
        read(new Row(header, rows.next()), header, format, book);
      }
      format.finish(book);
    } catch (CsvParseException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new UnreadableCatalog(String.valueOf(e.getMessage()));
    }
  }

  private static void read(Row row, Row.Header header, RowFormat format, OfferBook book)
      throws UnreadableCatalog {
    if (book.countRow() > MOST_ROWS) {
      throw new UnreadableCatalog("it has more than %d rows; split it".formatted(MOST_ROWS));
    }
    if (row.swallowsLines()) {
      throw new UnreadableCatalog(
          "a quote opens in line %d and is not closed".formatted(row.line()));
    }
    try {
      if (!format.isAligned(row)) {
        throw new RefusedRow(
            Reason.MALFORMED_ROW,
            "%d cells where the header has %d".formatted(row.cells(), header.size()));
      }
      format.read(row, book);
    } catch (RefusedRow e) {
      book.refuse("line %d".formatted(row.line()), e);
    }
  }

  private static RowFormat format(Row.Header header, CatalogFile file) throws UnreadableCatalog {
    Optional<String> seller = seller(file);
    Optional<RowFormat> format = RowFormat.of(header, file, seller);
    if (format.isPresent()) {
      return format.get();
    }
    if (SkyPilotFormat.isAnnouncedBy(header)) {
      throw new UnreadableCatalog(
          "it does not say who sells. Put it into a folder of the seller's name as vms.csv, or"
              + " write seller=path");
    }
    throw new UnreadableCatalog(
        "its columns %s are those of no known format. Known are list prices (provider,"
                .formatted(shortened(header.names()))
            + " capacity_type, price_per_hour, …), the normalized format (provider, accelerator,"
            + " price, …) and SkyPilot's vms.csv (InstanceType, AcceleratorName, Price, …)");
  }

  /**
   * Named by the operator, by the folder of a vms.csv, or by the file when it is a known seller.
   */
  private static Optional<String> seller(CatalogFile file) {
    if (file.seller().isPresent()) {
      return file.seller();
    }
    String name = file.stem().equalsIgnoreCase("vms") ? file.folder() : file.stem();
    return Optional.of(name.toLowerCase(Locale.ROOT))
        .filter(candidate -> file.stem().equalsIgnoreCase("vms") || isKnownSeller(candidate))
        .filter(candidate -> !candidate.isEmpty());
  }

  private static boolean isKnownSeller(String name) {
    return Regions.bundled().places().keySet().stream()
        .map(Region::provider)
        .map(ProviderId::value)
        .anyMatch(name::equals);
  }

  private static InputStream unpacked(InputStream raw) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
    buffered.mark(2);
    boolean gzipped = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
    buffered.reset();
    return gzipped ? new GZIPInputStream(buffered, BUFFER) : buffered;
  }

  private static CsvReader<CsvRecord> csv(InputStream text) {
    return CsvReader.builder()
        .commentStrategy(CommentStrategy.SKIP)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .allowExtraCharsAfterClosingQuote(true)
        .detectBomHeader(true)
        .ofCsvRecord(text);
  }

  private static String shortened(List<String> names) {
    String all = String.join(", ", names);
    return all.length() <= 200 ? all : all.substring(0, 200) + "…";
  }

  /** The file is there, and makes no sense. */
  static final class UnreadableCatalog extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableCatalog(String message) {
      super(message);
    }
  }
}
