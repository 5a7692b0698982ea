package io.tradewind.server.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.server.lease.CrashProfile;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A submission is answered from what was written, not from what is read back: both must say the
 * same. Leases do not move by themselves here.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CrashProfile.class)
class FreshViewTest {
  @Inject Town town;
  @Inject ObjectMapper json;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nodes: 3",
        "limits: { max_cost: 1.5 USD, max_duration: 30m }\nretry: { for: 5m, hedge: always }",
      })
  void theAnswerIsWhatIsReadLater(String more) throws Exception {
    town.open(ScriptedProvider.offer("fresh", "m", "1.2345"));
    theSame(town.submitted("fresh", more));
  }

  @Test
  void soIsThatOfOneWithoutAPlace() throws Exception {
    theSame(town.submitted("nobody-sells-here", ""));
  }

  private void theSame(Response submitted) throws Exception {
    submitted.then().statusCode(201);
    JsonNode told = json.readTree(submitted.asString());
    assertThat(town.workload(told.path("id").asText())).isEqualTo(told);
  }
}
