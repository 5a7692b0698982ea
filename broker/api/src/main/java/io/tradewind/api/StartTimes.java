package io.tradewind.api;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How long a machine takes to start, by seller and capacity type: what launches of this broker
 * measured, else the table that ships with this module. Immutable.
 */
public final class StartTimes {
  private static final ProviderId DEFAULT_ROW = ProviderId.of("default");
  private static final ProviderId SITE_ROW = ProviderId.of("local");
  private static final StartTimes BUNDLED = new StartTimes(load());

  private final Map<ProviderId, Map<CapacityType, StartTime>> bySeller;

  private StartTimes(Map<ProviderId, Map<CapacityType, StartTime>> bySeller) {
    this.bySeller = Collections.unmodifiableMap(bySeller);
  }

  /** The table that ships with this module. */
  public static StartTimes bundled() {
    return BUNDLED;
  }

  /** What launches of one seller and capacity type took. */
  public record Measured(
      ProviderId seller, CapacityType capacityType, Duration typical, int launches) {
    StartTime startTime() {
      return new StartTime(
          typical, "the median of the last %d launches there".formatted(launches), true, false);
    }
  }

  /** The bundled table, and in place of its rows what was measured. */
  public static StartTimes measured(Iterable<Measured> launches) {
    Map<ProviderId, Map<CapacityType, StartTime>> all = new HashMap<>(BUNDLED.bySeller);
    for (Measured one : launches) {
      Map<CapacityType, StartTime> before =
          Objects.requireNonNullElse(all.get(one.seller()), defaultRow());
      Map<CapacityType, StartTime> row = new EnumMap<>(before);
      row.put(one.capacityType(), one.startTime());
      all.put(one.seller(), row);
    }
    return new StartTimes(all);
  }

  public StartTime of(ProviderId seller, CapacityType capacityType) {
    Map<CapacityType, StartTime> known = bySeller.get(seller);
    Map<CapacityType, StartTime> row = known == null ? defaultRow() : known;
    return Objects.requireNonNull(row.get(capacityType), "every row has all capacity types");
  }

  /** Of an enrolled site, whose agents run already. */
  public StartTime ofSite(ProviderId site, CapacityType capacityType) {
    Map<CapacityType, StartTime> known = bySeller.get(site);
    StartTime own = known == null ? null : known.get(capacityType);
    return own != null && own.measured() ? own : of(SITE_ROW, capacityType);
  }

  private static Map<CapacityType, StartTime> defaultRow() {
    return Objects.requireNonNull(BUNDLED.bySeller.get(DEFAULT_ROW), "load() checks it");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StartTimes times && times.bySeller.equals(bySeller);
  }

  @Override
  public int hashCode() {
    return bySeller.hashCode();
  }

  /** A row without a capacity type holds for those that have none of their own. */
  private static Map<ProviderId, Map<CapacityType, StartTime>> load() {
    Map<ProviderId, Map<CapacityType, StartTime>> rows = new HashMap<>();
    for (Csv.Row row : Csv.bundled("start-times.csv")) {
      ProviderId seller = ProviderId.of(row.text("provider"));
      Map<CapacityType, StartTime> known =
          rows.computeIfAbsent(seller, id -> new EnumMap<>(CapacityType.class));
      StartTime time = read(row);
      row.optional("capacity_type")
          .ifPresentOrElse(
              type -> known.put(CapacityType.parse(type).orElseThrow(), time),
              () -> {
                for (CapacityType type : CapacityType.values()) {
                  known.putIfAbsent(type, time);
                }
              });
    }
    if (!rows.containsKey(DEFAULT_ROW)) {
      throw new IllegalStateException("start-times.csv has no row named default.");
    }
    rows.forEach(StartTimes::requireWhole);
    return rows;
  }

  private static void requireWhole(ProviderId seller, Map<CapacityType, StartTime> row) {
    if (row.size() < CapacityType.values().length) {
      throw new IllegalStateException(
          "start-times.csv has no row of %s without a capacity type.".formatted(seller));
    }
  }

  private static StartTime read(Csv.Row row) {
    return new StartTime(
        Duration.ofSeconds((long) row.number("seconds")),
        row.text("source"),
        false,
        row.text("assumed").equals("yes"));
  }
}
