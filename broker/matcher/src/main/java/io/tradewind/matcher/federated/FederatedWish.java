package io.tradewind.matcher.federated;

import io.tradewind.matcher.workload.DataSource;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.DataSize;
import java.util.Locale;

/**
 * What runs where the data is, and what brings it together.
 *
 * @param party runs once at each place of its data
 * @param aggregator runs once; its own data counts beside the updates
 * @param rounds how often every party sends an update and is sent the whole
 * @param update what a party sends, and is sent, in one round
 * @param within how far from its data a party may be
 */
public record FederatedWish(
    Workload party, Workload aggregator, int rounds, DataSize update, Within within) {

  /** How far data may move to its party. */
  public enum Within {
    /** Not at all. */
    REGION,
    /** As far as its country's border. */
    COUNTRY;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public FederatedWish {
    if (rounds < 1) {
      throw new IllegalArgumentException(
          "%d rounds bring nothing together. Use one or more.".formatted(rounds));
    }
    if (party.data().isEmpty()) {
      throw new IllegalArgumentException(
          "The workload has no data, so nothing says where its parts run. List data with regions.");
    }
    for (DataSource source : party.data()) {
      if (source.region().isEmpty()) {
        throw new IllegalArgumentException(
            "The data %s has no region, so nothing says where its part runs. Give it one."
                .formatted(source.uri()));
      }
    }
  }
}
