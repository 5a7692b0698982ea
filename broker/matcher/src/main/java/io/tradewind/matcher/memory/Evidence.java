package io.tradewind.matcher.memory;

import io.tradewind.api.ProviderException.Fault;

/** What a launch teaches about its pool. */
public enum Evidence {
  STARTED(1, 1),
  SOLD_OUT(0, 1),
  /** A time-out: perhaps there was none, so it counts half. */
  UNCLEAR(0, 0.5),
  /** The tenant's own quota, rate or credentials, or a bug: says nothing of the pool. */
  NONE(0, 0);

  final double started;
  final double weight;

  Evidence(double started, double weight) {
    this.started = started;
    this.weight = weight;
  }

  public static Evidence of(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY -> SOLD_OUT;
      case UNREACHABLE -> UNCLEAR;
      case THROTTLED, QUOTA_EXCEEDED, CREDENTIALS_REFUSED, UNEXPECTED -> NONE;
    };
  }

  /** Whether the same tenant fails there again until somebody changes something. */
  public static boolean blocks(Fault fault) {
    return switch (fault) {
      case QUOTA_EXCEEDED, CREDENTIALS_REFUSED -> true;
      case NO_CAPACITY, THROTTLED, UNREACHABLE, UNEXPECTED -> false;
    };
  }
}
