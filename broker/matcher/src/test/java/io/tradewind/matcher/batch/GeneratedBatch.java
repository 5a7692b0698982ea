package io.tradewind.matcher.batch;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A batch from a seed: offers of 24 models in 120 regions, workloads of 1 to 8 devices that take
 * the faster models, some only on a continent or in a country, with data that costs egress to move.
 */
public final class GeneratedBatch {
  private static final int MODELS = 24;
  private static final int REGIONS = 120;
  private static final int CONTINENTS = 6;
  private static final int COUNTRIES = 30;
  private static final double NANOS = 1e9;

  private final int[] capacity;
  private final int[] demand;
  private final long[] unplaced;
  private final double[] price;
  private final double[] speed = new double[MODELS];

  /** Offers of each model in each region, cheapest first. */
  private final int[][] partitions = new int[MODELS * REGIONS][];

  private final int[] leastModel;
  private final int[] within;
  private final int[] home;
  private final double[] hours;
  private final double[] gigabytes;

  private GeneratedBatch(Random random, int workloads, int offers) {
    capacity = new int[offers];
    price = new double[offers];
    demand = new int[workloads];
    unplaced = new long[workloads];
    leastModel = new int[workloads];
    within = new int[workloads];
    home = new int[workloads];
    hours = new double[workloads];
    gigabytes = new double[workloads];
    offers(random);
    for (int i = 0; i < workloads; i++) {
      workload(random, i);
    }
  }

  public static BatchProblem of(long seed, int workloads, int offers) {
    GeneratedBatch batch = new GeneratedBatch(new Random(seed), workloads, offers);
    return BatchProblem.of(batch.demand, batch.unplaced, batch.capacity, batch::cheapest);
  }

  private void offers(Random random) {
    double[] region = random.doubles(REGIONS, 0.8, 1.4).toArray();
    for (int m = 0; m < MODELS; m++) {
      speed[m] = Math.pow(1.15, m) * (0.8 + 0.4 * random.nextDouble());
    }
    int[] sizes = new int[partitions.length];
    int[] at = new int[price.length];
    for (int j = 0; j < price.length; j++) {
      int model = (int) (MODELS * Math.pow(random.nextDouble(), 1.3));
      at[j] = model * REGIONS + random.nextInt(REGIONS);
      price[j] =
          0.4 * Math.pow(1.14, model) * region[at[j] % REGIONS] * (0.8 + 0.5 * random.nextDouble());
      capacity[j] = 1 << random.nextInt(6);
      sizes[at[j]]++;
    }
    Arrays.setAll(partitions, p -> new int[sizes[p]]);
    Integer[] byPrice = new Integer[price.length];
    Arrays.setAll(byPrice, j -> j);
    Arrays.sort(byPrice, (a, b) -> Double.compare(price[a], price[b]));
    int[] filled = new int[partitions.length];
    for (int j : byPrice) {
      partitions[at[j]][filled[at[j]]++] = j;
    }
  }

  private void workload(Random random, int i) {
    demand[i] = 1 << random.nextInt(4);
    leastModel[i] = (int) (MODELS * Math.pow(random.nextDouble(), 1.5));
    int place = random.nextInt(10);
    within[i] = place < 5 ? 1 : place < 8 ? CONTINENTS : COUNTRIES;
    home[i] = (int) (REGIONS * Math.pow(random.nextDouble(), 2));
    hours[i] = Math.exp(random.nextDouble() * Math.log(48));
    gigabytes[i] = random.nextInt(3) == 0 ? 50 + random.nextInt(500) : 0;
    unplaced[i] = (long) (200 * demand[i] * hours[i] * NANOS);
  }

  private long cost(int workload, int offer, int partition) {
    double run = price[offer] * hours[workload] * demand[workload] / speed[partition / REGIONS];
    boolean moves = partition % REGIONS != home[workload];
    return (long) ((run + (moves ? 0.02 * gigabytes[workload] : 0)) * NANOS);
  }

  /** The next of one partition. */
  private record Head(long cost, int partition, int position) implements Comparable<Head> {
    @Override
    public int compareTo(Head other) {
      return cost != other.cost
          ? Long.compare(cost, other.cost)
          : Integer.compare(partition, other.partition);
    }
  }

  private Choices cheapest(int workload, int atLeast) {
    PriorityQueue<Head> heads = new PriorityQueue<>();
    for (int p = leastModel[workload] * REGIONS; p < partitions.length; p++) {
      boolean near = p % REGIONS % within[workload] == home[workload] % within[workload];
      if (near && partitions[p].length > 0) {
        heads.add(new Head(cost(workload, partitions[p][0], p), p, 0));
      }
    }
    int[] offers = new int[atLeast];
    long[] costs = new long[atLeast];
    int n = 0;
    while (n < atLeast && !heads.isEmpty()) {
      Head head = heads.remove();
      int[] partition = partitions[head.partition()];
      offers[n] = partition[head.position()];
      costs[n++] = head.cost();
      int next = head.position() + 1;
      if (next < partition.length) {
        heads.add(
            new Head(cost(workload, partition[next], head.partition()), head.partition(), next));
      }
    }
    long otherwise = heads.isEmpty() ? Choices.NONE_OTHERWISE : heads.peek().cost();
    return new Choices(Arrays.copyOf(offers, n), Arrays.copyOf(costs, n), otherwise);
  }
}
