package io.tradewind.matcher.workload;

/**
 * How many replicas are on demand, the others being spot.
 *
 * @param onDemand the first so many
 * @param spotPercent of the others that are spot, 0 to 100
 */
public record Mix(int onDemand, int spotPercent) {
  public Mix {
    if (onDemand < 0 || spotPercent < 0 || spotPercent > 100) {
      throw new IllegalArgumentException(
          "A mix of %d on demand and %d %% spot of the others is none. Use 0 or more, and 0 to 100."
              .formatted(onDemand, spotPercent));
    }
  }

  /** Of so many replicas; rounded up, since what is on demand stays. */
  public int onDemandOf(int replicas) {
    int others = Math.max(0, replicas - onDemand);
    int steady = (others * (100 - spotPercent) + 99) / 100;
    return Math.min(replicas, onDemand) + steady;
  }
}
