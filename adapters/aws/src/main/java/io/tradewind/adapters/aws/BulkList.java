package io.tradewind.adapters.aws;

import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of one region's file of the public price list: some hundred rows out of more than
 * a million, taken out as the file passes by.
 *
 * @param rows how many rows were about a wanted type's on-demand price
 * @param publishedAt as the file itself says
 */
record BulkList(
    Map<String, PriceListProduct> products,
    List<BadRow> refused,
    long rows,
    Optional<Instant> publishedAt) {
  private static final int MOST_LINES_BEFORE_HEADER = 20;
  private static final int MOST_REFUSED = 1_000;

  /** Tested on the raw line, since splitting every line would take most of the time. */
  private static final List<String> MARKS = List.of("\"OnDemand\"", "\"Linux\"", "\"Shared\"");

  private static final Map<String, Set<String>> WANTED =
      Map.of(
          "TermType", Set.of("OnDemand"),
          "Operating System", Set.of("Linux"),
          "Tenancy", Set.of("Shared"),
          "CapacityStatus", Set.of("Used"),
          "Unit", Set.of("Hrs"),
          "MarketOption", Set.of("OnDemand"),
          "Pre Installed S/W", Set.of("", "NA"));

  private static final List<String> READ =
      List.of("Instance Type", "PricePerUnit", "Currency", "EffectiveDate");

  BulkList {
    products = Map.copyOf(products);
    refused = List.copyOf(refused);
  }

  /** A row that is no price, and why. */
  record BadRow(String label, RefusedRow refusal) {}

  /**
   * Reads the file to its end.
   *
   * @throws RefusedRow when this is not the price list that we know
   */
  static BulkList read(InputStream file, Predicate<String> isWantedType)
      throws IOException, RefusedRow {
    BoundedLines lines = new BoundedLines(file);
    Pass pass = new Pass(isWantedType);
    pass.readHead(lines);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      pass.read(line.get());
    }
    return new BulkList(pass.products, pass.refused, pass.rows, pass.publishedAt);
  }

  /** One passage of the file. */
  private static final class Pass {
    private final Map<String, PriceListProduct> products = new LinkedHashMap<>();
    private final List<BadRow> refused = new ArrayList<>();
    private final Predicate<String> isWantedType;
    private Map<String, Integer> columns = Map.of();
    private Optional<Instant> publishedAt = Optional.empty();
    private long rows;

    Pass(Predicate<String> isWantedType) {
      this.isWantedType = isWantedType;
    }

    /** A few lines about the file, then the names of the columns. */
    void readHead(BoundedLines lines) throws IOException, RefusedRow {
      for (int i = 0; i < MOST_LINES_BEFORE_HEADER; i++) {
        String line =
            lines.next().orElseThrow(() -> RefusedRow.malformed("the file ends before its header"));
        List<String> cells = cells(line);
        if (cells.get(0).equals("Publication Date") && cells.size() > 1) {
          publishedAt = instant(cells.get(1));
        }
        if (cells.get(0).equals("SKU")) {
          columns = columns(cells);
          return;
        }
      }
      throw RefusedRow.malformed(
          "no header begins with SKU in the first %d lines".formatted(MOST_LINES_BEFORE_HEADER));
    }

    void read(String line) {
      if (!MARKS.stream().allMatch(line::contains)) {
        return;
      }
      String label = "line that begins " + line.substring(0, Math.min(60, line.length()));
      try {
        add(cells(line));
      } catch (RefusedRow e) {
        rows++;
        if (refused.size() < MOST_REFUSED) {
          refused.add(new BadRow(label, e));
        }
      }
    }

    private void add(List<String> cells) throws RefusedRow {
      if (cells.size() != columns.size()) {
        throw RefusedRow.malformed(
            "there are %d cells; expected %d".formatted(cells.size(), columns.size()));
      }
      String type = cell(cells, "Instance Type");
      boolean isWanted =
          WANTED.entrySet().stream()
              .allMatch(it -> it.getValue().contains(cell(cells, it.getKey())));
      if (!isWanted || !isWantedType.test(type)) {
        return;
      }
      PriceListProduct product = product(type, cells);
      PriceListProduct first = products.putIfAbsent(type, product);
      if (first != null && !first.price().equals(product.price())) {
        throw new RefusedRow(
            Reason.DUPLICATE_ID,
            "%s costs %s; a row before says %s".formatted(type, product.price(), first.price()));
      }
      rows++;
    }

    private PriceListProduct product(String type, List<String> cells) throws RefusedRow {
      if (!cell(cells, "Currency").equals("USD")) {
        throw new RefusedRow(
            Reason.PRICE_MISSING,
            "the price is in '%s'; expected USD".formatted(cell(cells, "Currency")));
      }
      return new PriceListProduct(
          type,
          Prices.usd(Optional.of(PriceListProduct.decimal(cell(cells, "PricePerUnit")))),
          instant(cell(cells, "EffectiveDate")));
    }

    private String cell(List<String> cells, String column) {
      @Nullable Integer at = columns.get(column);
      // Older files have no market options: all that they list is on demand.
      return at == null ? "OnDemand" : cells.get(at);
    }

    private static Map<String, Integer> columns(List<String> header) throws RefusedRow {
      Map<String, Integer> columns = new HashMap<>();
      for (int i = 0; i < header.size(); i++) {
        if (columns.put(header.get(i), i) != null) {
          throw RefusedRow.malformed("the column '%s' is there twice".formatted(header.get(i)));
        }
      }
      for (String needed : READ) {
        requireColumn(columns, needed);
      }
      for (String needed : WANTED.keySet()) {
        if (!needed.equals("MarketOption")) {
          requireColumn(columns, needed);
        }
      }
      return columns;
    }

    private static void requireColumn(Map<String, Integer> columns, String needed)
        throws RefusedRow {
      if (!columns.containsKey(needed)) {
        throw RefusedRow.malformed("the header has no column '%s'".formatted(needed));
      }
    }
  }

  /** The cells of a line in which every cell may be quoted, and a quote inside is doubled. */
  static List<String> cells(String line) throws RefusedRow {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      char one = line.charAt(i);
      if (one == '"' && isQuoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(one);
        i++;
      } else if (one == '"') {
        isQuoted = !isQuoted;
      } else if (one == ',' && !isQuoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(one);
      }
    }
    if (isQuoted) {
      throw RefusedRow.malformed("a quote is not closed; maybe the file was cut off");
    }
    cells.add(cell.toString());
    return cells;
  }

  /** Dates of rows have no time: they mean the day's begin. */
  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          Instant.parse(text.matches("\\d{4}-\\d\\d-\\d\\d") ? text + "T00:00:00Z" : text));
    } catch (DateTimeParseException e) {
      // The price is good without the day from which it holds.
      return Optional.empty();
    }
  }
}
