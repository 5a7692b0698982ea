package io.tradewind.matcher.workload;

import io.tradewind.api.Region;
import io.tradewind.pricing.DataSize;
import java.util.Optional;

/**
 * Data that the workload reads or writes.
 *
 * @param region where it lies; empty when nobody said, so that neither its transfer nor its
 *     distance counts
 */
public record DataSource(String uri, DataSize size, Optional<Region> region, Access access) {

  /** What the workload does with it. */
  public enum Access {
    READ,
    WRITE,
    READ_WRITE
  }
}
