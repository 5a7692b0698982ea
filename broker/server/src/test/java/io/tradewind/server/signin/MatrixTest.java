package io.tradewind.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tradewind.server.signin.Crowd.Tenant;
import io.tradewind.server.signin.Rule.Audience;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every endpoint of the table, for every role, with what is the caller's own and with another's.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class MatrixTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Permissions permissions;
  @Inject Crowd crowd;

  @Test
  void everyRoleMayDoWhatTheTableSaysAndNothingElse() {
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (Role role : Role.values()) {
      Tenant own = crowd.tenant();
      Tenant other = crowd.tenant();
      String before = crowd.stateOf(other);
      String token = crowd.tokenOf(own, role);
      for (Map.Entry<String, Rule> line : permissions.all().entrySet()) {
        if (isOfRoles(line)) {
          asked += 2;
          boolean may = line.getValue().roles().contains(role);
          judge(wrong, line.getKey(), role, may, own, ask(line.getKey(), token, own));
          judgeOther(wrong, line.getKey(), role, may, other, ask(line.getKey(), token, other));
        }
      }
      if (!crowd.stateOf(other).equals(before)) {
        wrong.add("%s changed something of another tenant".formatted(role));
      }
    }
    assertThat(asked).isGreaterThan(500);
    assertThat(wrong).isEmpty();
  }

  @Test
  void withoutACredentialEveryLineAnswers401() {
    Tenant own = crowd.tenant();
    for (Map.Entry<String, Rule> line : permissions.all().entrySet()) {
      if (isOfRoles(line)) {
        assertThat(ask(line.getKey(), own).status()).as(line.getKey()).isEqualTo(401);
      }
    }
  }

  private static boolean isOfRoles(Map.Entry<String, Rule> line) {
    return line.getValue().audience() == Audience.ROLES && !line.getKey().contains("/faulty");
  }

  private record Answer(int status, String text) {}

  /** Plainly: hundreds of questions would spend most of their time on being put. */
  private static Answer ask(String endpoint, String token, Tenant tenant) {
    return ask(endpoint, tenant, "Authorization", "Bearer " + token);
  }

  private static Answer ask(String endpoint, Tenant tenant, String... headers) {
    String[] parts = endpoint.split(" ");
    URI address = URI.create("http://127.0.0.1:" + RestAssured.port + filled(parts[1], tenant));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Accept", "application/json, */*;q=0.1");
    if (parts[0].equals("GET") || parts[0].equals("DELETE")) {
      request.method(parts[0], BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(parts[0], BodyPublishers.ofString("{\"unheard\":1}"));
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(endpoint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Everything of a tenant bears its id. */
  private static String filled(String path, Tenant tenant) {
    return path.replaceAll("\\{[^}]*}", tenant.id().toString());
  }

  private static void judge(
      List<String> wrong, String endpoint, Role role, boolean may, Tenant own, Answer answer) {
    int status = answer.status();
    boolean refused = status == 403 && answer.text().contains("role_needed");
    if (may == refused || status == 401 || (!may && status != 403) || status >= 500) {
      wrong.add("%s as %s with its own: %d".formatted(endpoint, role, status));
    }
    if (!may && answer.text().contains(own.mark())) {
      wrong.add("%s as %s shows what it refuses".formatted(endpoint, role));
    }
  }

  private static void judgeOther(
      List<String> wrong, String endpoint, Role role, boolean may, Tenant other, Answer answer) {
    int status = answer.status();
    boolean named = endpoint.contains("{") && !endpoint.contains("{name}");
    if (status >= 500 || status == 401 || (!may && status != 403)) {
      wrong.add("%s as %s with another's: %d".formatted(endpoint, role, status));
    }
    if (may && named && status < 400) {
      wrong.add("%s as %s reached another's: %d".formatted(endpoint, role, status));
    }
    // A problem repeats the path that was asked for, so only answers are looked into.
    if (status < 400 && answer.text().contains(other.mark())) {
      wrong.add("%s as %s shows another's".formatted(endpoint, role));
    }
  }
}
