package io.tradewind.matcher.grammar;

import java.util.Map;

/** Reads the tree of a workload file, as a JSON or YAML parser gives it. */
public final class WorkloadReader {
  private WorkloadReader() {}

  /** Never throws: whatever is wrong is a problem with its field and advice. */
  public static Reading read(Map<String, ?> tree) {
    throw new UnsupportedOperationException("Follows within the hour.");
  }
}
