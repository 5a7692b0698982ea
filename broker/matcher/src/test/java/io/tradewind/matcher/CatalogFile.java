package io.tradewind.matcher;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads the optional file of real offers beside the repository. */
public final class CatalogFile {
  private static final Instant OBSERVED = Instant.parse("2026-06-01T00:00:00Z");
  private static final Source SOURCE =
      new Source("test data", Optional.empty(), Source.Term.LIST, Optional.of(OBSERVED));

  private final List<Offer> offers = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();

  private CatalogFile() {}

  /** Where it lies when it is there, seen from the repository's root or one of its modules. */
  public static Optional<Path> find() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path file = folder.resolve("shared/data/catalog/normalized/offers.csv.gz");
      if (Files.isReadable(file)) {
        return Optional.of(file);
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }

  /** On-demand and spot offers, in the order of the file. */
  public static List<Offer> read(Path file) throws IOException {
    CatalogFile catalog = new CatalogFile();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      List<String> header = split(reader.readLine());
      String line;
      while ((line = reader.readLine()) != null) {
        List<String> cells = split(line);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
          row.put(header.get(i), cells.get(i));
        }
        catalog.row(row);
      }
    }
    return catalog.offers;
  }

  private void row(Map<String, String> row) {
    Optional<AcceleratorSet> accelerators = Optional.empty();
    if (!cell(row, "accelerator").isEmpty()) {
      accelerators =
          Accelerators.bundled()
              .resolve(cell(row, "accelerator"))
              .map(set -> times(set, cell(row, "accelerator_count")));
      if (accelerators.isEmpty()) {
        return;
      }
    }
    InstanceType type =
        new InstanceType(
            cell(row, "instance_type").isBlank()
                ? cell(row, "accelerator")
                : cell(row, "instance_type"),
            accelerators,
            number(cell(row, "vcpus")),
            Memory.ofGibibytes(number(cell(row, "memory_gib"))),
            Architecture.parse(cell(row, "arch")).orElse(Architecture.X86_64),
            Interconnect.UNKNOWN);
    BigDecimal price = price(cell(row, "price"));
    BigDecimal spot = price(cell(row, "spot_price"));
    if (price.signum() > 0) {
      add(row, type, CapacityType.ON_DEMAND, price);
    }
    if (spot.signum() > 0 && (price.signum() == 0 || spot.compareTo(price) < 0)) {
      add(row, type, CapacityType.SPOT, spot);
    }
  }

  private void add(
      Map<String, String> row, InstanceType type, CapacityType capacity, BigDecimal price) {
    String name =
        String.join(
            "/",
            cell(row, "provider"),
            cell(row, "region"),
            cell(row, "zone"),
            type.name(),
            cell(row, "accelerator"),
            capacity.wireName());
    int seen = ids.merge(name, 1, Integer::sum);
    offers.add(
        new Offer(
            new OfferId(seen == 1 ? name : name + "#" + seen),
            Region.of(cell(row, "provider"), cell(row, "region")),
            Optional.of(cell(row, "zone")).filter(zone -> !zone.isEmpty()),
            type,
            capacity,
            new HourlyRate(Money.of(price, java.util.Currency.getInstance("USD"))),
            Availability.unknown(OBSERVED),
            OBSERVED,
            SOURCE,
            Offer.Listing.OPEN));
  }

  private static String cell(Map<String, String> row, String column) {
    return row.getOrDefault(column, "");
  }

  private static AcceleratorSet times(AcceleratorSet one, String count) {
    return new AcceleratorSet(
        one.model(), one.count() * (count.isEmpty() ? 1 : number(count)), one.slice());
  }

  private static double number(String text) {
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }

  private static BigDecimal price(String text) {
    return text.isEmpty()
        ? BigDecimal.ZERO
        : new BigDecimal(text).setScale(9, java.math.RoundingMode.HALF_EVEN);
  }

  private static List<String> split(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
