package io.tradewind.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Sends every endpoint of the contract what the contract allows, nearly allows, and forbids. {@code
 * -Dfuzz.rounds=500 -Dfuzz.seed=…} sends more.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(FuzzIT.Quiet.class)
class FuzzIT {
  /** Nothing to lease, so that a request that happens to be right starts no program. */
  public static class Quiet implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("tradewind.local.site", "false", "tradewind.catalog.bundled", "false");
    }
  }

  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20);
  private static final long SEED = Long.getLong("fuzz.seed", 20261121);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Inject ObjectMapper json;

  @Test
  void nothingThatIsSentBreaksTheBrokerAndEveryErrorIsAProblem() throws Exception {
    JsonNode contract = json.readTree(read("/q/openapi?format=json"));
    var random = new Random(SEED);
    var requests = new RandomCall(random, contract, json);
    List<String> wrong = new ArrayList<>();
    int sent = 0;
    for (Map.Entry<String, JsonNode> path : contract.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue().has("responses")) {
          String method = operation.getKey().toUpperCase(Locale.ROOT);
          for (int round = 0; round < ROUNDS; round++) {
            RandomCall.Call call = requests.next(path.getKey(), method, operation.getValue());
            sent++;
            judge(call, wrong);
          }
        }
      }
    }
    assertThat(sent).isGreaterThan(50 * ROUNDS);
    assertThat(wrong).as("of %d, seed %d", sent, SEED).isEmpty();
  }

  private void judge(RandomCall.Call call, List<String> wrong)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = send(call);
    String type = answer.headers().firstValue("Content-Type").orElse("");
    int status = answer.statusCode();
    boolean problem = type.startsWith("application/problem+json") && hasCode(answer.body());
    // A request line longer than a header may be is refused before anybody can read it.
    boolean unread = status == 414 || status == 431;
    if (status >= 500 || (status >= 400 && !problem && !unread)) {
      wrong.add("%d %s for %s: %s".formatted(status, type, call, shortened(answer.body())));
    }
  }

  private boolean hasCode(String body) {
    try {
      return json.readTree(body).path("code").isTextual();
    } catch (IOException notJson) {
      return false;
    }
  }

  private static String shortened(String text) {
    return text.length() < 300 ? text : text.substring(0, 300);
  }

  private static HttpResponse<String> send(RandomCall.Call call)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + call.target()))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + Owner.token())
            .header("Accept", "application/json")
            .method(
                call.method(),
                call.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(call.body()));
    call.headers().forEach(request::header);
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static String read(String path) throws IOException, InterruptedException {
    return send(new RandomCall.Call("GET", path, Map.of(), "")).body();
  }

  private static String base() {
    return "http://127.0.0.1:" + RestAssured.port;
  }
}
