package io.tradewind.adapters.datacenter;

import io.tradewind.api.agent.LeaseWork;
import io.tradewind.testkit.agent.AgentProtocolConformance;
import io.tradewind.testkit.agent.FakeBroker;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The broker that agents are tested against keeps the protocol itself. */
class FakeBrokerTest extends AgentProtocolConformance {
  private static FakeBroker broker;

  @BeforeAll
  static void startBroker() throws IOException {
    broker = FakeBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Override
  protected URI broker() {
    return broker.address();
  }

  @Override
  protected String enrolmentToken() {
    return broker.issueToken();
  }

  @Override
  protected String startLease(String siteId) {
    String leaseId = UUID.randomUUID().toString();
    LeaseWork.Run run =
        new LeaseWork.Run("workload", "sample", null, "", "true", Map.of(), 1, 256, 0);
    broker.want(siteId, new LeaseWork(leaseId, 1, LeaseWork.Action.RUN, run, 60));
    return leaseId;
  }

  @Override
  protected void cancelLease(String leaseId) {
    broker.want(new LeaseWork(leaseId, 1, LeaseWork.Action.STOP, null, 60));
  }
}
