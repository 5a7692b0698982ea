package io.tradewind.server.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.server.market.MoneyView;
import jakarta.enterprise.context.ApplicationScoped;

/** Shows leases. */
@ApplicationScoped
public class LeaseViews {
  private final ObjectMapper json;

  LeaseViews(ObjectMapper json) {
    this.json = json;
  }

  public LeaseView view(LeaseEntity lease) {
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
        read(lease.offerDocument),
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

  private com.fasterxml.jackson.databind.JsonNode read(String document) {
    try {
      return json.readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored offer is not JSON any more.", e);
    }
  }
}
