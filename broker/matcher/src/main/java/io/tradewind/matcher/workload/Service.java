package io.tradewind.matcher.workload;

import java.util.Optional;

/**
 * How a service is reached and how many of it run.
 *
 * @param scaling empty where people say how many
 * @param mix empty where any replica may have any capacity that the resources accept
 * @param spread empty where each replica goes where it is best placed by itself
 */
public record Service(
    int port,
    Optional<String> readiness,
    int minimumReplicas,
    int maximumReplicas,
    Optional<Scaling> scaling,
    Optional<Mix> mix,
    Optional<Domain> spread) {

  /** As many replicas as people want, each where it is best placed by itself. */
  public Service(int port, Optional<String> readiness, int minimumReplicas, int maximumReplicas) {
    this(
        port,
        readiness,
        minimumReplicas,
        maximumReplicas,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The number that is nearest and allowed. */
  public int within(long replicas) {
    return (int) Math.max(minimumReplicas, Math.min(replicas, maximumReplicas));
  }
}
