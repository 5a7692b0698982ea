package io.tradewind.api.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why the broker refuses a call of an agent: the {@code code} of the problem+json answer, named so
 * that the agent knows its next move. Any other answer outside 2xx is no statement about the lease,
 * and the agent repeats the call.
 */
public enum AgentRefusal {
  /** The message breaks the protocol: the agent keeps the evidence and goes on without it. */
  MALFORMED(400),
  /** The enrolment token is unknown, expired or withdrawn: the agent ends. */
  TOKEN_REFUSED(401),
  /** Another key spent the enrolment token: the agent ends. */
  TOKEN_SPENT(409),
  /**
   * The assertion does not hold: the agent sets its clock by the answer's {@code Date} and signs a
   * fresh one.
   */
  ASSERTION_REFUSED(401),
  /** Nobody enrolled under this id: the agent enrols when it has an unspent token, or else ends. */
  AGENT_UNKNOWN(401),
  /**
   * The bearer token is missing, expired or forged: the agent fetches another and repeats the call.
   */
  BEARER_REFUSED(401),
  /** The agent is no longer wanted: it ends its workloads and itself. */
  AGENT_REVOKED(403),
  /** The site or lease in the path is not this agent's: it ends the workload. */
  NOT_YOURS(403),
  /** The broker does not know the lease: the agent ends the workload and forgets it. */
  LEASE_UNKNOWN(404),
  /** The lease has moved on to a newer generation: the agent ends the workload of the old one. */
  STALE_GENERATION(409),
  /** The lease is over and takes no more reports: the agent ends the workload and forgets it. */
  LEASE_CLOSED(410),
  /** A newer heartbeat came first: the agent goes on with the next. */
  STALE_HEARTBEAT(409),
  /** No such self-test is wanted: the agent drops what it measured. */
  SELF_TEST_UNKNOWN(409),
  /** A final phase stands and cannot become another: the agent takes its own as delivered. */
  PHASE_FINAL(409),
  /**
   * An interval breaks {@link UsageRules}: the agent keeps it as evidence and goes on with the
   * next.
   */
  USAGE_REFUSED(422);

  private final int status;

  AgentRefusal(int status) {
    this.status = status;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** The {@code code} on the wire, such as {@code stale_generation}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<AgentRefusal> ofCode(String code) {
    return Arrays.stream(values()).filter(refusal -> refusal.code().equals(code)).findFirst();
  }

  /**
   * Whether the lease is no longer this agent's, so that it must end the workload and stop
   * reporting.
   */
  public boolean endsTheLease() {
    return this == NOT_YOURS
        || this == LEASE_UNKNOWN
        || this == STALE_GENERATION
        || this == LEASE_CLOSED;
  }
}
