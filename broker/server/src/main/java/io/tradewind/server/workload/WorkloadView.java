package io.tradewind.server.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.server.lease.LeaseView;
import io.tradewind.server.market.MoneyView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A workload as the portal and the API see it.
 *
 * @param cost charged so far
 * @param carbonGrams gCO2e so far, operational and embodied
 * @param placement the stored decision, as it was explained; absent in lists
 */
@Schema(name = "Workload")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record WorkloadView(
    UUID id,
    String name,
    String kind,
    String state,
    @Nullable String reason,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Integer exitCode,
    @Nullable MoneyView cost,
    double carbonGrams,
    double energyKilowattHours,
    double meteredSeconds,
    @Nullable LeaseView lease,
    List<AttemptView> attempts,
    @Nullable Map<String, Object> spec,
    @Schema(ref = "Placement") @Nullable JsonNode placement) {

  /**
   * One try to start it.
   *
   * @param outcome the lease's state, or why it closed
   */
  @Schema(name = "Attempt")
  public record AttemptView(
      UUID lease,
      int attempt,
      String provider,
      String region,
      String instanceType,
      MoneyView pricePerHour,
      String outcome,
      @Nullable String reason,
      Instant at) {}
}
