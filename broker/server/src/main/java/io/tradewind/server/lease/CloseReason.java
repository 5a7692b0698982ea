package io.tradewind.server.lease;

import io.tradewind.matcher.workload.Retry.Cause;
import java.util.Locale;
import java.util.Optional;

/** Why a lease ended, and so what happens to its workload. */
public enum CloseReason {
  /** The workload ended by itself; its exit code says how. */
  COMPLETED(Sequel.BY_EXIT_CODE),
  CANCELLED(Sequel.CANCELLED),
  NO_CAPACITY(Sequel.NEXT_OFFER),
  QUOTA_EXCEEDED(Sequel.NEXT_OFFER),
  CREDENTIALS_REFUSED(Sequel.NEXT_OFFER),
  /** The offer left the market between decision and start, or became dearer. */
  OFFER_GONE(Sequel.NEXT_OFFER),
  START_TIMEOUT(Sequel.NEXT_OFFER),
  /** The machine's agent is too old to be sent the workload's secrets. */
  AGENT_TOO_OLD(Sequel.NEXT_OFFER),
  /** Another start of the same workload was up first. */
  HEDGE_LOST(Sequel.FAILED),
  /** Another node of the workload came to an end; what follows is decided by that one's reason. */
  PEER_ENDED(Sequel.FAILED),
  /** The agent could not start the workload, or lost it. */
  WORKLOAD_FAILED(Sequel.FAILED),
  /** A secret that the workload names was deleted before it was given to its machine. */
  SECRET_MISSING(Sequel.FAILED),
  /** The provider took the machine back, and said so beforehand. */
  INTERRUPTED(Sequel.FAILED),
  /** The agent was not heard of for too long. */
  AGENT_LOST(Sequel.FAILED),
  /** The provider does not have the machine any more, and nobody here asked for that. */
  MACHINE_LOST(Sequel.FAILED),
  /** Nothing of it has used a processor for as long as its owner said. */
  IDLE(Sequel.CANCELLED),
  /** It was to be ended when idle, and its executor does not tell whether it is. */
  NOT_OBSERVED(Sequel.FAILED),
  MAX_DURATION(Sequel.FAILED),
  MAX_COST(Sequel.FAILED),
  MAX_CARBON(Sequel.FAILED),
  /** A budget that it falls under may not be spent any further. */
  BUDGET(Sequel.FAILED),
  /** The provider failed in a way that must not be repeated. */
  PROVIDER_ERROR(Sequel.FAILED);

  /** What follows for the workload. */
  enum Sequel {
    BY_EXIT_CODE,
    CANCELLED,
    NEXT_OFFER,
    FAILED
  }

  private final Sequel sequel;

  CloseReason(Sequel sequel) {
    this.sequel = sequel;
  }

  Sequel sequel() {
    return sequel;
  }

  /**
   * What the owner's {@code retry} calls it; empty for an end that the owner asked for, or set a
   * limit for.
   */
  Optional<Cause> cause() {
    return switch (this) {
      case NO_CAPACITY,
          QUOTA_EXCEEDED,
          CREDENTIALS_REFUSED,
          OFFER_GONE,
          START_TIMEOUT,
          AGENT_TOO_OLD ->
          Optional.of(Cause.NO_CAPACITY);
      case INTERRUPTED, AGENT_LOST, MACHINE_LOST -> Optional.of(Cause.INTERRUPTION);
      case COMPLETED, WORKLOAD_FAILED, PROVIDER_ERROR -> Optional.of(Cause.ERROR);
      case PEER_ENDED,
          HEDGE_LOST,
          IDLE,
          NOT_OBSERVED,
          CANCELLED,
          SECRET_MISSING,
          MAX_DURATION,
          MAX_COST,
          MAX_CARBON,
          BUDGET ->
          Optional.empty();
    };
  }

  /**
   * Whether the tenant ended it, so that the rest of a minimum duration is charged: by its own act,
   * its own limit of time, or because the work was done. No limit of money is passed for it.
   */
  boolean isTheTenants() {
    return switch (this) {
      case COMPLETED, CANCELLED, IDLE, NOT_OBSERVED, MAX_DURATION, MAX_CARBON -> true;
      case NO_CAPACITY,
          QUOTA_EXCEEDED,
          CREDENTIALS_REFUSED,
          OFFER_GONE,
          START_TIMEOUT,
          AGENT_TOO_OLD,
          HEDGE_LOST,
          PEER_ENDED,
          WORKLOAD_FAILED,
          SECRET_MISSING,
          INTERRUPTED,
          AGENT_LOST,
          MACHINE_LOST,
          MAX_COST,
          BUDGET,
          PROVIDER_ERROR ->
          false;
    };
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static CloseReason of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
