package io.tradewind.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.Bootstrap;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Gang;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The policy that people paste allows every call of a machine's life, and little else. */
class PolicyTest {
  @Test
  void everyCallOfAMachinesLifeIsAllowed() throws ProviderException, IOException {
    List<String> allowed = allowed();
    try (FakeAws aws = FakeAws.start()) {
      live(aws);
      assertThat(aws.calls())
          .extracting(call -> call.substring(0, call.indexOf('@')))
          // Needs no permission.
          .filteredOn(call -> !call.equals("GetCallerIdentity"))
          .allSatisfy(call -> assertThat(allowed).anyMatch(it -> it.endsWith(":" + call)));
    }
  }

  @Test
  void nothingIsAllowedByAPattern() throws IOException {
    assertThat(allowed()).isNotEmpty().noneMatch(action -> action.contains("*"));
  }

  private static void live(FakeAws aws) throws ProviderException {
    Cloud.virginia(aws).compute().block("cr-1", "p5.48xlarge", "use1-az4", 1);
    Bootstrap bootstrap =
        new Bootstrap(
            URI.create("https://broker.example"),
            Optional.of(new Secret("t")),
            Optional.of(new Secret("#cloud-config")));
    LeaseId lease = new LeaseId(new UUID(1, 1));
    try (Provider provider = Cloud.provider(aws)) {
      Provisioner machines = provider.provisioner().orElseThrow();
      machines.start(
          lease,
          Cloud.offer(provider.offers(), "p5.48xlarge", "use1-az4", CapacityType.RESERVED),
          bootstrap.with(new Gang("g-1", 2, true)));
      assertThat(machines.find(lease)).isPresent();
      assertThat(machines.owned()).hasSize(1);
      machines.stop(lease);
      aws.region("us-east-1").compute().settle();
      assertThat(machines.owned()).isEmpty();
      assertThat(provider.check().isEnough()).isTrue();
    }
  }

  private static List<String> allowed() throws IOException {
    try (InputStream policy = AwsProvider.class.getResourceAsStream("policy.json")) {
      List<String> actions = new ArrayList<>();
      for (JsonNode statement : new ObjectMapper().readTree(policy).get("Statement")) {
        JsonNode action = statement.get("Action");
        if (action.isArray()) {
          action.forEach(it -> actions.add(it.asText()));
        } else {
          actions.add(action.asText());
        }
      }
      return actions;
    }
  }
}
