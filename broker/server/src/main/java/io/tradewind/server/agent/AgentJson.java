package io.tradewind.server.agent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.tradewind.api.agent.Enrolment;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseReport;
import jakarta.inject.Singleton;
import java.util.List;

/** Agents of a later version may say more than this broker knows: it reads what it knows. */
@Singleton
class AgentJson implements ObjectMapperCustomizer {
  private static final List<Class<?>> MESSAGES =
      List.of(
          Enrolment.Request.class,
          Enrolment.TokenRequest.class,
          Heartbeat.class,
          Heartbeat.LeaseState.class,
          Inventory.class,
          Inventory.Device.class,
          LeaseReport.Status.class,
          LeaseReport.Reclaim.class,
          LeaseReport.Logs.class,
          LeaseReport.Line.class,
          LeaseReport.Usage.class,
          LeaseReport.Interval.class);

  @JsonIgnoreProperties(ignoreUnknown = true)
  private interface Lenient {}

  @Override
  public void customize(ObjectMapper json) {
    MESSAGES.forEach(message -> json.addMixIn(message, Lenient.class));
  }
}
