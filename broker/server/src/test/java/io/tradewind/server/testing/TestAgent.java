package io.tradewind.server.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tradewind.api.agent.AgentKeys;
import io.tradewind.api.agent.Assertion;
import io.tradewind.api.agent.Enrolment;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseSeal;
import io.tradewind.api.agent.Phase;
import io.tradewind.api.agent.SealingKeys;
import io.tradewind.api.agent.SelfTestReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Speaks the agents' protocol over HTTP, one call at a time, as the test says. */
public final class TestAgent {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI broker;
  private final Clock clock;
  private KeyPair keys = AgentKeys.generate();
  private final KeyPair sealing = SealingKeys.generate();
  private SealingKeys.@Nullable Announced announced;
  private boolean old;
  private final String bootId = UUID.randomUUID().toString();
  private String siteId = "";
  private String agentId = "";
  private String bearer = "";
  private long heartbeats;

  public TestAgent(URI broker, Clock clock) {
    this.broker = broker;
    this.clock = clock;
  }

  /** An answer of the broker. */
  public record Answer(int status, JsonNode body, String text, String date) {
    public String code() {
      return body.path("code").asText();
    }
  }

  /** Enrols, fetches a bearer token, and tells what it has. */
  public TestAgent moveIn(String enrolmentToken, int vcpus, long memoryMib) {
    if (!isLetIn(enrolmentToken, vcpus, memoryMib)) {
      throw new AssertionError("The agent was not let in.");
    }
    return this;
  }

  /** The same, where the token may be good for nothing any more. */
  public boolean isLetIn(String enrolmentToken, int vcpus, long memoryMib) {
    Answer enrolled = enrol(enrolmentToken);
    if (enrolled.status() >= 300) {
      return false;
    }
    siteId = enrolled.body().path("siteId").asText();
    agentId = enrolled.body().path("agentId").asText();
    announced = null;
    renew();
    heartbeat();
    inventory(vcpus, memoryMib);
    return true;
  }

  public String agentId() {
    return agentId;
  }

  public Answer enrol(String token) {
    return send(
        "POST",
        "/agent/v1/enrolments",
        new Enrolment.Request(token, AgentKeys.encode(keys.getPublic()), "test"));
  }

  /** A fresh bearer token, as an agent takes one when its old one nears its end. */
  public void renew() {
    bearer = tokens(assertion(clock.instant())).body().path("accessToken").asText();
  }

  public String assertion(Instant at) {
    return Assertion.sign(
        keys.getPrivate(), agentId, UUID.randomUUID().toString(), at, Duration.ofMinutes(2));
  }

  /** Names a new key; what it signs next, it signs with that. */
  public Answer changeKey() {
    KeyPair next = AgentKeys.generate();
    String proof =
        Assertion.sign(
            next.getPrivate(),
            agentId,
            UUID.randomUUID().toString(),
            clock.instant(),
            Duration.ofMinutes(2));
    Answer answer =
        send(
            "PUT",
            "/agent/v1/sites/" + siteId + "/key",
            new Enrolment.KeyChange(AgentKeys.encode(next.getPublic()), proof));
    keys = next;
    announced = null;
    return answer;
  }

  public Answer tokens(String assertion) {
    return send("POST", "/agent/v1/tokens", new Enrolment.TokenRequest(assertion));
  }

  public Answer heartbeat() {
    return heartbeat(++heartbeats);
  }

  public Answer heartbeat(long sequence) {
    return heartbeat(sequence, List.of(), null, null);
  }

  /** Alive, and to be reached by other machines at this address. */
  public Answer heartbeatFrom(String address) {
    return heartbeatOf(address);
  }

  /** Alive, and this is how its leases are. */
  public Answer heartbeatOf(String address, Heartbeat.LeaseState... leases) {
    return heartbeat(++heartbeats, List.of(leases), address, null);
  }

  /** Alive, and this is what it runs. */
  public Answer heartbeatRunning(Heartbeat.Program program) {
    return heartbeat(++heartbeats, List.of(), null, program);
  }

  private Answer heartbeat(
      long sequence,
      List<Heartbeat.LeaseState> leases,
      @Nullable String address,
      Heartbeat.@Nullable Program program) {
    return heartbeat(
        new Heartbeat(
            sequence,
            bootId,
            "inventory-1",
            clock.instant(),
            leases,
            address,
            null,
            program,
            old ? null : sealingKey()));
  }

  public Answer heartbeat(Heartbeat heartbeat) {
    return send("POST", "/agent/v1/sites/" + siteId + "/heartbeat", heartbeat);
  }

  /** To which secrets for it are sealed. */
  public SealingKeys.Announced sealingKey() {
    if (announced == null) {
      announced = SealingKeys.announce(sealing.getPublic(), agentId, keys.getPrivate());
    }
    return announced;
  }

  /** From now on it is of a version that knew nothing of sealed secrets. */
  public TestAgent ofOldVersion() {
    old = true;
    return this;
  }

  /** What is sealed in an item of its work, by variable. */
  public Map<String, String> opened(JsonNode item) throws LeaseSeal.UnopenableException {
    LeaseSeal.Place place =
        new LeaseSeal.Place(
            item.path("leaseId").asText(), item.path("generation").asLong(), agentId);
    JsonNode sealed = item.path("run").path("sealed");
    Map<String, String> values = new LinkedHashMap<>();
    LeaseSeal.open(
            sealing,
            place,
            new LeaseSeal.Sealed(
                sealed.path("key").asText(),
                sealed.path("ephemeral").asText(),
                sealed.path("text").asText()))
        .forEach((name, value) -> values.put(name, value.reveal()));
    return values;
  }

  /** Alive, and this is what its meters say. */
  public Answer heartbeatReading(Heartbeat.Reading reading) {
    return send(
        "POST",
        "/agent/v1/sites/" + siteId + "/heartbeat",
        new Heartbeat(
            ++heartbeats,
            bootId,
            "inventory-1",
            clock.instant(),
            List.of(),
            null,
            reading,
            null,
            null));
  }

  public Answer inventory(int vcpus, long memoryMib) {
    return send(
        "PUT",
        "/agent/v1/sites/" + siteId + "/inventory",
        new Inventory(
            "inventory-1",
            "x86_64",
            "Linux",
            vcpus,
            memoryMib,
            10_000,
            List.of(),
            List.of("sandbox")));
  }

  /** A machine with such devices, the whole of their memory reported. */
  public Answer inventory(String hash, int vcpus, List<Inventory.Device> devices) {
    return inventory(hash, vcpus, devices, List.of("sandbox"));
  }

  /**
   * @param executors what may run workloads there
   */
  public Answer inventory(
      String hash, int vcpus, List<Inventory.Device> devices, List<String> executors) {
    return send(
        "PUT",
        "/agent/v1/sites/" + siteId + "/inventory",
        new Inventory(hash, "x86_64", "Linux", vcpus, vcpus * 4096L, 10_000, devices, executors));
  }

  /** A cluster with such devices on nodes such as these. */
  public Answer cluster(
      String hash, int vcpus, List<Inventory.Device> devices, List<Inventory.Node> nodes) {
    return send(
        "PUT",
        "/agent/v1/sites/" + siteId + "/inventory",
        new Inventory(
            hash,
            "x86_64",
            "Linux",
            vcpus,
            vcpus * 4096L,
            10_000,
            devices,
            List.of("slurm"),
            null,
            nodes));
  }

  /** Enrols and fetches a bearer token; tells nothing yet. */
  public TestAgent appear(String enrolmentToken) {
    Answer enrolled = enrol(enrolmentToken);
    siteId = enrolled.body().path("siteId").asText();
    agentId = enrolled.body().path("agentId").asText();
    announced = null;
    renew();
    return this;
  }

  public Answer work(String after, int waitSeconds) {
    return workOf(siteId, after, waitSeconds);
  }

  public Answer workOf(String site, String after, int waitSeconds) {
    return send(
        "GET",
        "/agent/v1/sites/%s/leases?after=%s&wait=%d".formatted(site, after, waitSeconds),
        null);
  }

  public Answer selfTest(SelfTestReport report) {
    return send("PUT", "/agent/v1/sites/" + siteId + "/self-test", report);
  }

  public Answer status(String lease, Phase phase, Instant at) {
    return status(lease, new LeaseReport.Status(1, phase, at, null, null));
  }

  public Answer ended(String lease, int exitCode, Instant at) {
    return status(lease, new LeaseReport.Status(1, Phase.ENDED, at, exitCode, null));
  }

  public Answer status(String lease, LeaseReport.Status report) {
    return send("PUT", "/agent/v1/leases/" + lease + "/status", report);
  }

  public Answer logs(String lease, long first, String... lines) {
    List<LeaseReport.Line> report =
        java.util.Arrays.stream(lines)
            .map(text -> new LeaseReport.Line(clock.instant(), "stdout", text))
            .toList();
    return send(
        "POST", "/agent/v1/leases/" + lease + "/logs", new LeaseReport.Logs(1, first, report));
  }

  public Answer usage(String lease, LeaseReport.Interval... intervals) {
    return send(
        "POST",
        "/agent/v1/leases/" + lease + "/usage",
        new LeaseReport.Usage(1, List.of(intervals)));
  }

  public Answer send(String method, String path, @Nullable Object body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(broker.resolve(path))
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofString(JSON.writeValueAsString(body)));
      if (!bearer.isEmpty()) {
        request.header("Authorization", "Bearer " + bearer);
      }
      return answer(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Answer answer(HttpResponse<String> response) throws JsonProcessingException {
    String text = response.body();
    return new Answer(
        response.statusCode(),
        text.isBlank() ? JSON.nullNode() : JSON.readTree(text),
        text,
        response.headers().firstValue("Date").orElse(""));
  }
}
