package io.tradewind.testkit.agent;

import io.tradewind.api.agent.AgentKeys;
import io.tradewind.api.agent.Assertion;
import io.tradewind.api.agent.Enrolment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Speaks the agent's side of the protocol call by call, wrong calls included. */
final class AgentCaller {
  /**
   * @param code of the problem; empty when the answer is none
   */
  record Reply(int status, String code, byte[] body) {
    <T> T as(Class<T> type) {
      return AgentJson.read(body, type);
    }
  }

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final URI broker;
  private final Clock clock;
  private final KeyPair keys = AgentKeys.generate();
  private Enrolment.Reply name = new Enrolment.Reply("", "");
  private Optional<String> bearer = Optional.empty();

  AgentCaller(URI broker, Clock clock) {
    this.broker = broker;
    this.clock = clock;
  }

  /** An agent that is enrolled and holds a bearer token. */
  static AgentCaller enrolled(URI broker, String token, Clock clock) {
    AgentCaller agent = new AgentCaller(broker, clock);
    agent.enrol(token);
    agent.authenticate();
    return agent;
  }

  String siteId() {
    return name.siteId();
  }

  String agentId() {
    return name.agentId();
  }

  Reply enrol(String token) {
    Reply reply =
        send(
            "POST",
            "enrolments",
            new Enrolment.Request(token, AgentKeys.encode(keys.getPublic()), "conformance"));
    if (reply.status() < 300) {
      name = reply.as(Enrolment.Reply.class);
    }
    return reply;
  }

  String assertion() {
    return assertion(agentId());
  }

  String assertion(String agentId) {
    return Assertion.sign(
        keys.getPrivate(),
        agentId,
        UUID.randomUUID().toString(),
        clock.instant(),
        Duration.ofMinutes(2));
  }

  Reply trade(String assertion) {
    return send("POST", "tokens", new Enrolment.TokenRequest(assertion));
  }

  void authenticate() {
    Reply reply = trade(assertion());
    if (reply.status() != 200) {
      throw new AssertionError(
          "An assertion was answered %d %s.".formatted(reply.status(), reply.code()));
    }
    bearer = Optional.of(reply.as(Enrolment.TokenReply.class).accessToken());
  }

  void use(String otherBearer) {
    bearer = Optional.of(otherBearer);
  }

  void useNoBearer() {
    bearer = Optional.empty();
  }

  Reply onSite(String method, String what, Object body) {
    return send(method, "sites/%s/%s".formatted(siteId(), what), body);
  }

  Reply onLease(String method, String leaseId, String what, Object body) {
    return send(method, "leases/%s/%s".formatted(leaseId, what), body);
  }

  Reply work(String cursor, int waitSeconds) {
    return exchange(
        "GET",
        "sites/%s/leases?after=%s&wait=%d".formatted(siteId(), cursor, waitSeconds),
        HttpRequest.BodyPublishers.noBody());
  }

  Reply send(String method, String path, Object body) {
    return exchange(method, path, HttpRequest.BodyPublishers.ofByteArray(AgentJson.write(body)));
  }

  private Reply exchange(String method, String path, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(broker.resolve("/agent/v1/" + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .method(method, body);
    bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    try {
      HttpResponse<byte[]> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), code(response), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while calling the broker.", e);
    }
  }

  private static String code(HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.startsWith("application/problem+json")) {
      return "";
    }
    String json = new String(response.body(), StandardCharsets.UTF_8);
    return String.valueOf(AgentJson.object(json).get("code"));
  }
}
