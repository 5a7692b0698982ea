package io.tradewind.matcher.federated;

import io.tradewind.api.Region;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.workload.DataSource;
import java.util.List;

/**
 * The part of a workload that runs at one place of its data.
 *
 * @param home where the data is
 */
public record Party(Region home, List<DataSource> data, Placement placement) {
  public Party {
    data = List.copyOf(data);
  }
}
