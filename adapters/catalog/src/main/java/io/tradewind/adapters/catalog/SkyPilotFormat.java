package io.tradewind.adapters.catalog;

import io.tradewind.api.Source;
import java.util.regex.Pattern;

/**
 * SkyPilot's {@code vms.csv}: the machines of one seller, whose name is not in the file.
 * Accelerator memory is taken from the accelerator table, since the file's own is in mixed units.
 */
class SkyPilotFormat implements RowFormat {
  private static final Pattern GENERATION = Pattern.compile("V\\d");

  private final String seller;
  private final Source source;

  SkyPilotFormat(String seller, Source source) {
    this.seller = seller;
    this.source = source;
  }

  static boolean isAnnouncedBy(Row.Header header) {
    return header.hasAll("InstanceType", "AcceleratorName", "AcceleratorCount", "Region", "Price");
  }

  /** Google's file differs: it prices hosts and accelerators on rows of their own. */
  static RowFormat of(String seller, Source source) {
    return seller.equalsIgnoreCase("gcp")
        ? new SkyPilotGoogleFormat(seller, source)
        : new SkyPilotFormat(seller, source);
  }

  /** Azure's file ends in {@code V1,V2} without quotes where a type has both generations. */
  @Override
  public boolean isAligned(Row row) {
    return row.isComplete() || row.overflows("Generation", GENERATION);
  }

  @Override
  public void read(Row row, OfferBook book) throws RefusedRow {
    book.add(listed(row, row.text("InstanceType")));
  }

  final Listed listed(Row row, String instanceType) {
    return new Listed(
        row.line(),
        new Listed.Place(seller, row.text("Region"), row.text("AvailabilityZone")),
        instanceType,
        row.text("AcceleratorName"),
        row.text("AcceleratorCount"),
        row.text("vCPUs"),
        row.text("MemoryGiB"),
        row.text("Arch"),
        NormalizedFormat.quotes(row.text("Price"), row.text("SpotPrice")),
        source);
  }
}
