package io.tradewind.server.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tradewind.server.database.StoredJson;
import io.tradewind.server.lease.LeaseView;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.placement.PlacementView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A workload as the portal and the API see it.
 *
 * @param cost charged so far, where it is all in one currency
 * @param costs charged so far, by currency
 * @param carbonGrams gCO2e so far, operational and embodied
 * @param lease of the first node of the newest attempt
 * @param nodes the machines of the newest attempt; empty in lists
 * @param service how many replicas are wanted and there; absent for what is no service, and in
 *     lists
 * @param placement the stored decision, as it was explained; absent in lists
 */
@Schema(name = "Workload")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record WorkloadView(
    @Schema(required = true) UUID id,
    @Schema(required = true) String name,
    @Schema(required = true) String kind,
    @Schema(
            required = true,
            enumeration = {
              "provisioning",
              "running",
              "cancelling",
              "succeeded",
              "failed",
              "cancelled",
              "unplaced"
            })
        String state,
    @Schema(required = true, nullable = true) @Nullable String reason,
    @Schema(required = true) Instant createdAt,
    @Schema(required = true, nullable = true) @Nullable Instant startedAt,
    @Schema(required = true, nullable = true) @Nullable Instant endedAt,
    @Schema(required = true, nullable = true) @Nullable Integer exitCode,
    @Schema(
            required = true,
            nullable = true,
            description =
                "Null before the first charge, and where several currencies were charged.")
        @Nullable MoneyView cost,
    @Schema(required = true, description = "One of each currency; never converted.")
        List<MoneyView> costs,
    @Schema(required = true) double carbonGrams,
    @Schema(required = true) double energyKilowattHours,
    @Schema(required = true) double meteredSeconds,
    @Schema(required = true, nullable = true) @Nullable LeaseView lease,
    @Schema(required = true) List<NodeView> nodes,
    @Schema(required = true) List<AttemptView> attempts,
    @Schema(
            required = true,
            nullable = true,
            implementation = Map.class,
            additionalProperties = Schema.True.class)
        @Nullable StoredJson spec,
    @Schema(required = true, nullable = true, implementation = PlacementView.class)
        @Nullable StoredJson placement,
    @Schema(nullable = true) @Nullable ServiceView service) {

  /**
   * A service as it is now.
   *
   * @param version of its file; replicas of an older one are being replaced
   * @param load the newest reading of what it is scaled by; null where people say how many, and
   *     before the first
   */
  @Schema(name = "WorkloadService")
  public record ServiceView(
      @Schema(required = true) int wanted,
      @Schema(required = true) int ready,
      @Schema(required = true) int maximum,
      @Schema(required = true) int version,
      @Schema(required = true) boolean scaledByLoad,
      @Schema(required = true, nullable = true) @Nullable Double load,
      @Schema(required = true, nullable = true) @Nullable Instant loadAt,
      @Schema(required = true) List<ReplicaView> replicas) {}

  /**
   * One of a service.
   *
   * @param workload that it is by itself: its log, lease, attempts and cost
   * @param address of its machine, as that sees itself; null before it was ready once
   * @param port that it listens on, as it was told
   * @param capacityType that its place in a mix asks for; null for any that the file accepts
   */
  @Schema(name = "WorkloadReplica")
  public record ReplicaView(
      @Schema(required = true) int replica,
      @Schema(required = true) UUID workload,
      @Schema(required = true) String state,
      @Schema(required = true) boolean ready,
      @Schema(required = true) int version,
      @Schema(required = true, nullable = true) @Nullable String address,
      @Schema(required = true) int port,
      @Schema(required = true, nullable = true) @Nullable String provider,
      @Schema(required = true, nullable = true) @Nullable String region,
      @Schema(required = true, nullable = true) @Nullable String capacityType,
      @Schema(required = true, nullable = true) @Nullable MoneyView pricePerHour,
      @Schema(required = true, nullable = true) @Nullable String reason,
      @Schema(required = true) Instant createdAt) {}

  /**
   * One machine.
   *
   * @param state of its lease, or why that closed
   * @param address where the other nodes reach it
   */
  @Schema(name = "WorkloadNode")
  public record NodeView(
      @Schema(required = true) int node,
      @Schema(required = true) UUID lease,
      @Schema(required = true) String state,
      @Schema(required = true, nullable = true) @Nullable String phase,
      @Schema(required = true, nullable = true) @Nullable String address,
      @Schema(required = true, nullable = true) @Nullable Integer exitCode,
      @Schema(required = true, nullable = true) @Nullable String detail,
      @Schema(required = true) double meteredSeconds) {}

  /**
   * One try to start it.
   *
   * @param lease of its first node
   * @param nodes how many machines
   * @param pricePerHour of all of them
   * @param outcome the lease's state, or why it closed; of several nodes, of the one that decided
   */
  @Schema(name = "Attempt")
  public record AttemptView(
      @Schema(required = true) UUID lease,
      @Schema(required = true) int attempt,
      @Schema(required = true) int nodes,
      @Schema(required = true) String provider,
      @Schema(required = true) String region,
      @Schema(required = true) String instanceType,
      @Schema(required = true) MoneyView pricePerHour,
      @Schema(required = true) String outcome,
      @Schema(required = true, nullable = true) @Nullable String reason,
      @Schema(required = true) Instant at) {}
}
