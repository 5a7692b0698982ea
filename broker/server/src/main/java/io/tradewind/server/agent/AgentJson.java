package io.tradewind.server.agent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.tradewind.api.agent.Enrolment;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.SelfTestReport;
import jakarta.inject.Singleton;
import java.util.List;

/** Agents of a later version may say more than this broker knows: it reads what it knows. */
@Singleton
class AgentJson implements ObjectMapperCustomizer {
  private static final List<Class<?>> MESSAGES =
      List.of(
          Enrolment.Request.class,
          Enrolment.TokenRequest.class,
          Enrolment.KeyChange.class,
          Heartbeat.class,
          Heartbeat.LeaseState.class,
          Heartbeat.Reading.class,
          Heartbeat.DeviceReading.class,
          Heartbeat.Program.class,
          Inventory.class,
          Inventory.Device.class,
          Inventory.Hardware.class,
          Inventory.Disk.class,
          Inventory.Network.class,
          Inventory.Node.class,
          SelfTestReport.class,
          SelfTestReport.Measurement.class,
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
