package io.tradewind.matcher.grammar;

import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code service}: how it is reached, and how many of it run. */
final class ServiceReader {
  private static final int MOST_REPLICAS = 1_000;
  private static final int LAST_PORT = 65_535;

  private ServiceReader() {}

  static Optional<Service> read(Tree root, Kind kind) {
    if (kind == Kind.SERVICE && !root.has("service")) {
      root.problem("service", "A service needs a port.", "Write service: { port: 8000 }.");
    }
    return root.map("service").flatMap(ServiceReader::service);
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
    tree.nothingElse();
    return port.isPresent()
        ? Optional.of(new Service(port.getAsInt(), readiness, replicas[0], replicas[1]))
        : Optional.empty();
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
