package io.tradewind.server.lease;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The life of a lease. Every legal change stands in this file, and nowhere else. */
public enum LeaseState {
  /** The intent is written down; a machine may or may not exist. */
  REQUESTED,
  /** The provider has accepted; the workload is not running yet. */
  PROVISIONING,
  /** The workload runs, and the meter with it. */
  ACTIVE,
  /** Being given back, whoever wanted it: the machine may still exist. */
  RECLAIMING,
  /** The machine is known to be gone. */
  CLOSED;

  /**
   * What may follow. Nothing is closed before its machine is known to be gone, so only {@link
   * #RECLAIMING} leads there.
   */
  public Set<LeaseState> next() {
    return switch (this) {
      case REQUESTED -> EnumSet.of(PROVISIONING, RECLAIMING);
      case PROVISIONING -> EnumSet.of(ACTIVE, RECLAIMING);
      case ACTIVE -> EnumSet.of(RECLAIMING);
      case RECLAIMING -> EnumSet.of(CLOSED);
      case CLOSED -> EnumSet.noneOf(LeaseState.class);
    };
  }

  public boolean mayBecome(LeaseState other) {
    return next().contains(other);
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static LeaseState of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
