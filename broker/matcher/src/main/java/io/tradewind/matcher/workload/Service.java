package io.tradewind.matcher.workload;

import java.util.Optional;

/** How a service is reached and how many of it run. */
public record Service(
    int port, Optional<String> readiness, int minimumReplicas, int maximumReplicas) {}
