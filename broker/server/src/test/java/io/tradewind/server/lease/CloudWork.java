package io.tradewind.server.lease;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.server.testing.PackagedProduct;
import io.tradewind.testkit.FakeCloud;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** What tests that kill brokers have run on clouds: one small task at any of them. */
record CloudWork(List<FakeCloud> clouds, Random random) {

  /** Every third start there finds no room, or its reply is lost. */
  JsonNode submit(PackagedProduct broker) throws IOException {
    FakeCloud cloud = clouds.get(random.nextInt(clouds.size()));
    switch (random.nextInt(6)) {
      case 0 -> cloud.failNextStart(Fault.NO_CAPACITY);
      case 1 -> cloud.loseNextStartReply();
      default -> {}
    }
    return broker.submit(
        """
        resources: { accelerators: "%s" }
        run: echo hello
        placement: { providers: { allow: [%s] } }
        retry: { on: [interruption, error, no_capacity], for: 20s }
        """
            .formatted(cloud.accelerators(), cloud.id()));
  }
}
