package io.tradewind.server.workload;

import java.util.Locale;

/** How far a workload is, as its owner sees it. */
public enum WorkloadState {
  /** A lease is asked for. */
  PROVISIONING,
  RUNNING,
  /** The owner asked for the end; it is not there yet. */
  CANCELLING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  /** Nothing that can be leased satisfies it; the placement says why. */
  UNPLACED;

  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == UNPLACED;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static WorkloadState of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
