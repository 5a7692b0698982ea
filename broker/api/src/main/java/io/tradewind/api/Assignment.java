package io.tradewind.api;

import java.time.Instant;

/** A lease's place on a site. */
public record Assignment(
    LeaseId lease, SiteId site, Region region, Instance.State state, Instant since) {}
