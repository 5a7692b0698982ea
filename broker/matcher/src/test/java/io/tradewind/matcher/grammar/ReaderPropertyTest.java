package io.tradewind.matcher.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.matcher.RandomCases;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Whatever tree comes in, an answer comes out. */
class ReaderPropertyTest {
  private static final List<@Nullable Object> LEAVES =
      Arrays.asList(
          null,
          true,
          false,
          0,
          -1,
          1e308,
          Double.NaN,
          Double.NEGATIVE_INFINITY,
          Long.MIN_VALUE,
          new BigInteger("9".repeat(400)),
          new BigDecimal("1e-400"),
          "",
          " ",
          "..",
          "+",
          ":",
          "/",
          "H100:",
          ":8",
          "a/b/c",
          "P1000000000000D",
          "PT",
          "1e5",
          "٣",
          "x".repeat(5000),
          "\u0000",
          "NaN..NaN",
          "1..",
          "5 ",
          "999999999999999999999 USD",
          "1" + "0".repeat(70) + " USD",
          "USD",
          "EU",
          new Object(),
          'c',
          List.of(),
          Map.of(),
          "9999999999999999h",
          "tpu-v5p-0");
  private static final List<String> KEYS =
      List.of(
          "kind",
          "name",
          "resources",
          "accelerators",
          "gpu",
          "cpus",
          "memory",
          "disk",
          "capacity",
          "use_spot",
          "any_of",
          "ordered",
          "interconnect",
          "model",
          "nodes",
          "num_nodes",
          "image",
          "images",
          "setup",
          "run",
          "env",
          "data",
          "uri",
          "size",
          "region",
          "access",
          "placement",
          "regions",
          "providers",
          "allow",
          "deny",
          "residency",
          "users",
          "country",
          "weight",
          "max_rtt_ms",
          "shift",
          "objective",
          "within_price_pct",
          "cost",
          "certifications",
          "limits",
          "max_price_hour",
          "max_cost",
          "max_carbon",
          "max_duration",
          "deadline",
          "retry",
          "on",
          "for",
          "service",
          "port",
          "readiness",
          "replicas",
          "min",
          "max",
          "count",
          "vendor");

  @Property(tries = 5_000)
  void readingNeverThrows(@ForAll long seed) {
    Reading reading = WorkloadReader.read(tree(new Random(seed), 4));

    assertThat(reading.workload().isPresent()).isEqualTo(reading.problems().isEmpty());
    assertThat(reading.problems())
        .allMatch(problem -> !problem.message().isBlank() && !problem.advice().isBlank());
  }

  @Property(tries = 1_000)
  void aSoundFileWithOneRottenLeafNeverThrows(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, Object> tree = new RandomCases(seed).tree();
    rot(tree, random);

    Reading reading = WorkloadReader.read(tree);

    assertThat(reading.workload().isPresent()).isEqualTo(reading.problems().isEmpty());
  }

  @Property(tries = 1_000)
  void aSoundFileHasNoProblems(@ForAll long seed) {
    assertThat(WorkloadReader.read(new RandomCases(seed).tree()).problems()).isEmpty();
  }

  private static void rot(Map<String, Object> tree, Random random) {
    List<String> keys = new ArrayList<>(tree.keySet());
    String key = keys.get(random.nextInt(keys.size()));
    if (tree.get(key) instanceof HashMap<?, ?> inner && !inner.isEmpty()) {
      @SuppressWarnings("unchecked")
      Map<String, Object> below = (Map<String, Object>) inner;
      rot(below, random);
    } else {
      tree.put(key, LEAVES.get(random.nextInt(LEAVES.size())));
    }
  }

  private static Map<String, @Nullable Object> tree(Random random, int depth) {
    Map<String, @Nullable Object> tree = new HashMap<>();
    int size = random.nextInt(6);
    for (int i = 0; i < size; i++) {
      tree.put(KEYS.get(random.nextInt(KEYS.size())), value(random, depth - 1));
    }
    return tree;
  }

  private static @Nullable Object value(Random random, int depth) {
    int kind = depth <= 0 ? 0 : random.nextInt(4);
    return switch (kind) {
      case 1, 2 -> tree(random, depth);
      case 3 -> Arrays.asList(value(random, depth - 1), value(random, depth - 1));
      default -> LEAVES.get(random.nextInt(LEAVES.size()));
    };
  }
}
