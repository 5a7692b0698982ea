package io.tradewind.server.lease;

import io.tradewind.server.database.StoredJson;
import io.tradewind.server.market.MoneyView;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A lease as the portal and the API see it.
 *
 * @param offer as it was shown when it was chosen
 * @param rate for one hour of this machine, locked
 * @param address where other nodes reach it; for several nodes
 */
@Schema(name = "Lease")
public record LeaseView(
    @Schema(required = true) UUID id,
    @Schema(required = true) UUID workload,
    @Schema(required = true) int attempt,
    @Schema(required = true, description = "Which of the workload's nodes, from 0.") int node,
    @Schema(required = true, description = "How many nodes work together.") int nodes,
    @Schema(required = true, nullable = true) @Nullable String address,
    @Schema(required = true) String provider,
    @Schema(
            required = true,
            nullable = true,
            description =
                "The organization's own account that the machine is in; null for the broker's.")
        @Nullable UUID account,
    @Schema(required = true) String region,
    @Schema(required = true) String instanceType,
    @Schema(required = true, ref = "Offer") StoredJson offer,
    @Schema(required = true) MoneyView rate,
    @Schema(
            required = true,
            enumeration = {"requested", "provisioning", "active", "reclaiming", "closed"})
        String state,
    @Schema(required = true, nullable = true) @Nullable String closeReason,
    @Schema(required = true, nullable = true) @Nullable String detail,
    @Schema(required = true) Instant requestedAt,
    @Schema(required = true, nullable = true) @Nullable Instant activeAt,
    @Schema(required = true, nullable = true) @Nullable Instant closedAt,
    @Schema(required = true) double meteredSeconds,
    @Schema(
            required = true,
            description = "What its tenant ends sooner is charged for so long; 0 for none.")
        long minimumSeconds) {
  public static LeaseView of(LeaseEntity lease) {
    CloseReason reason = lease.closeReason();
    return new LeaseView(
        lease.id,
        lease.workload,
        lease.attempt,
        lease.node,
        lease.nodes,
        lease.address,
        lease.provider,
        lease.account,
        lease.region,
        lease.instanceType,
        new StoredJson(lease.offerDocument),
        MoneyView.of(lease.hourlyRate().perHour()),
        lease.state().wireName(),
        reason == null ? null : reason.wireName(),
        lease.detail,
        lease.requestedAt,
        lease.activeAt,
        lease.closedAt,
        lease.meteredSeconds(),
        lease.minimumSeconds);
  }
}
