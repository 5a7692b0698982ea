package io.tradewind.api;

import io.tradewind.pricing.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * A datacentre, or a single machine, that sells what its agents discovered.
 *
 * @param ask what the operator wants per vCPU and hour; the price of a shape without accelerators
 *     is a multiple of it
 * @param freeVcpus what no lease holds
 * @param online whether its agents' heartbeats arrive in time
 */
public record Site(
    SiteId id,
    String name,
    Region region,
    Optional<String> country,
    Architecture architecture,
    int vcpus,
    Memory memory,
    double freeVcpus,
    Memory freeMemory,
    Money ask,
    boolean online,
    Offer.Listing listing,
    Instant observedAt) {}
