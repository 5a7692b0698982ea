package io.tradewind.server.placement;

import java.util.Map;

/**
 * Reads the body of a request that holds a workload, JSON or YAML, into plain maps, lists and
 * values.
 */
public final class WorkloadBody {
  private WorkloadBody() {}

  public static Map<String, Object> tree(String contentType, String body) {
    throw new IllegalStateException(contentType + body);
  }
}
