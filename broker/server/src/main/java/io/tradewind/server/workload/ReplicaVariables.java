package io.tradewind.server.workload;

import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload;
import java.util.Map;

/** What a replica is told of itself. */
final class ReplicaVariables {
  private static final int LAST_PORT = 65_535;

  private ReplicaVariables() {}

  /**
   * @return empty for what is no replica
   */
  static Map<String, String> of(Workload read, WorkloadEntity workload) {
    Integer number = workload.replica;
    return number == null
        ? Map.of()
        : Map.of(
            "PORT", Integer.toString(port(read.service().orElseThrow(), number)),
            "REPLICA", Integer.toString(number));
  }

  /** Two replicas may be on one machine, so that each has a port of its own. */
  static int port(Service service, int number) {
    int port = service.port() + number;
    return port <= LAST_PORT ? port : service.port() - number;
  }
}
