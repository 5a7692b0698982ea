package io.tradewind.matcher.grammar;

import io.tradewind.api.CapacityType;
import io.tradewind.matcher.workload.Domain;
import io.tradewind.matcher.workload.Mix;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Scaling;
import io.tradewind.matcher.workload.Scaling.Metric;
import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Reads {@code service}: how it is reached, and how many of it run. */
final class ServiceReader {
  private static final int MOST_REPLICAS = 1_000;
  private static final int LAST_PORT = 65_535;
  private static final double MOST_LOAD = 1e12;
  private static final Duration LONGEST_DELAY = Duration.ofHours(1);
  private static final Duration USUAL_DOWN_DELAY = Duration.ofMinutes(5);
  private static final Set<CapacityType> BOTH = Set.of(CapacityType.ON_DEMAND, CapacityType.SPOT);
  private static final Map<String, Metric> METRICS =
      new TreeMap<>(Map.of("rps", Metric.RATE, "queue", Metric.QUEUE));
  private static final Map<String, Domain> DOMAINS =
      new TreeMap<>(
          Map.of("zone", Domain.ZONE, "region", Domain.REGION, "provider", Domain.PROVIDER));

  private ServiceReader() {}

  static Optional<Service> read(Tree root, Kind kind, List<Resources> alternatives) {
    if (kind == Kind.SERVICE && !root.has("service")) {
      root.problem("service", "A service needs a port.", "Write service: { port: 8000 }.");
    }
    Optional<Service> service = root.map("service").flatMap(ServiceReader::service);
    boolean mixed = service.flatMap(Service::mix).isPresent();
    if (mixed && !alternatives.stream().allMatch(it -> it.capacity().containsAll(BOTH))) {
      root.problem(
          "service.mix",
          "The resources accept one of on_demand and spot only.",
          "Write resources: { capacity: any } with it.");
    }
    return service;
  }

  private static Optional<Service> service(Tree tree) {
    if (!tree.has("port")) {
      tree.problem("port", "It is missing.", "Give the port that it listens on, such as 8000.");
    }
    OptionalInt port = tree.integer("port", 1, LAST_PORT);
    Optional<String> readiness = tree.words("readiness");
    if (readiness.isPresent() && !readiness.get().startsWith("/")) {
      tree.problem("readiness", "It is no path.", "Write a path such as /health.");
    }
    int[] replicas = replicas(tree);
    Optional<Scaling> scaling = tree.map("scaling").flatMap(ServiceReader::scaling);
    Optional<Mix> mix = tree.map("mix").map(ServiceReader::mix);
    Optional<Domain> spread = tree.choice("spread", DOMAINS);
    tree.nothingElse();
    return port.isPresent()
        ? Optional.of(
            new Service(port.getAsInt(), readiness, replicas[0], replicas[1], scaling, mix, spread))
        : Optional.empty();
  }

  /** In the words of dstack's files; a queue is counted as well. */
  private static Optional<Scaling> scaling(Tree tree) {
    for (String needed : List.of("metric", "target")) {
      if (!tree.has(needed)) {
        tree.problem(needed, "It is missing.", "Write scaling: { metric: rps, target: 10 }.");
      }
    }
    Optional<Metric> metric = tree.choice("metric", METRICS);
    OptionalDouble target = tree.number("target", 1e-6, MOST_LOAD);
    Duration up = delay(tree, "scale_up_delay", Duration.ZERO);
    Duration down = delay(tree, "scale_down_delay", USUAL_DOWN_DELAY);
    tree.nothingElse();
    return metric.isPresent() && target.isPresent()
        ? Optional.of(new Scaling(metric.get(), target.getAsDouble(), up, down))
        : Optional.empty();
  }

  private static Duration delay(Tree tree, String key, Duration usual) {
    Duration delay = LimitsReader.duration(tree, key).orElse(usual);
    if (delay.compareTo(LONGEST_DELAY) > 0) {
      tree.problem(key, "It is longer than an hour.", "Write a time such as 5m.");
      return usual;
    }
    return delay;
  }

  private static Mix mix(Tree tree) {
    Mix mix =
        new Mix(
            tree.integer("on_demand", 0, MOST_REPLICAS).orElse(0),
            tree.integer("spot_percent", 0, 100).orElse(100));
    tree.nothingElse();
    return mix;
  }

  /** {@code 2}, or {@code {min: 1, max: 4}}. */
  private static int[] replicas(Tree tree) {
    if (!tree.has("replicas")) {
      return new int[] {1, 1};
    }
    if (!(tree.raw("replicas") instanceof Map<?, ?>)) {
      int fixed = tree.integer("replicas", 1, MOST_REPLICAS).orElse(1);
      return new int[] {fixed, fixed};
    }
    Tree range = tree.map("replicas").orElseThrow();
    int least = range.integer("min", 0, MOST_REPLICAS).orElse(1);
    int most = range.integer("max", 1, MOST_REPLICAS).orElse(Math.max(1, least));
    if (least > most) {
      range.problem("max", "It is below min.", "Write the smaller number as min.");
    }
    range.nothingElse();
    return new int[] {least, most};
  }
}
