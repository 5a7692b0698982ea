package io.tradewind.adapters.catalog;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Source;
import java.util.List;

/**
 * A machine as a file lists it, in the file's own words, with its prices.
 *
 * @param zone empty when the file names none
 * @param accelerator empty for a machine without
 * @param architecture empty when the file does not say
 */
record Listed(
    long line,
    Place place,
    String instanceType,
    String accelerator,
    String acceleratorCount,
    String vcpus,
    String memoryGibibytes,
    String architecture,
    List<Quote> quotes,
    Source source) {

  /** Where it is sold, and by whom. */
  record Place(String seller, String region, String zone) {}

  /**
   * A price as it is written.
   *
   * @param currency ISO 4217
   */
  record Quote(CapacityType capacity, String price, String currency) {
    static Quote usd(CapacityType capacity, String price) {
      return new Quote(capacity, price, "USD");
    }
  }

  /**
   * For people who look for the row: {@code line 7: gcp us-central1 us-central1-a n1-highmem-8}.
   */
  String subject() {
    String machine =
        "%s %s %s %s".formatted(place.seller(), place.region(), place.zone(), instanceType);
    String what = accelerator.isEmpty() ? "" : " %s:%s".formatted(accelerator, acceleratorCount);
    return "line %d: %s%s".formatted(line, machine.strip().replaceAll(" +", " "), what);
  }
}
