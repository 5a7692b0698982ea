package io.tradewind.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.management.OperatingSystemMXBean;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Pulse;
import io.tradewind.server.bench.Figures;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A thousand agents of a hundred sites on one broker: each sends its heartbeats and waits for work,
 * as real ones do. The agents run in the broker's own process, so that processor time and memory
 * are those of both. Not a test: {@code mvn test -pl broker/server -am -Dtest=AgentLoadBench
 * -Dsurefire.failIfNoSpecifiedTests=false}; {@code -Dbench.agents=1000 -Dbench.seconds=60}.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class AgentLoadBench {
  private static final int AGENTS = Integer.getInteger("bench.agents", 1_000);
  private static final int SECONDS = Integer.getInteger("bench.seconds", 60);
  private static final int OF_A_SITE = 10;
  private static final String BEARER = "bench-";

  @Inject Town town;
  @Inject Sql sql;
  @Inject MovableClock clock;

  private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger failed = new AtomicInteger();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  private record Member(UUID site, UUID agent, String bootId, String bearer) {}

  @Test
  void aThousandAgents() throws Exception {
    List<Member> members = enrolled();
    for (int i = 0; i < AGENTS; i++) {
      Member member = members.get(i);
      long first = Pulse.INTERVAL.toMillis() * i / AGENTS;
      AtomicInteger sequence = new AtomicInteger();
      var beats =
          timer.scheduleAtFixedRate(
              () -> beat(member, sequence.incrementAndGet()),
              first,
              Pulse.INTERVAL.toMillis(),
              TimeUnit.MILLISECONDS);
      assertThat(beats.isCancelled()).isFalse();
      var unused = timer.schedule(() -> waitForWork(member, ""), first, TimeUnit.MILLISECONDS);
    }
    pause(Pulse.INTERVAL.toSeconds() + 5);
    nanos.clear();
    long processor = processorNanos();
    pause(SECONDS);
    long used = processorNanos() - processor;
    List<Long> taken = new ArrayList<>(nanos);
    timer.shutdownNow();
    tell(taken, used);
  }

  private void tell(List<Long> taken, long used) throws IOException {
    Collections.sort(taken);
    Figures figures = new Figures(0);
    figures.tell("agents.beats", "heartbeats of %d agents".formatted(AGENTS), taken.size(), "");
    figures.tell("agents.failed", "calls that failed", failed.get(), "");
    figures.tell("agents.p50", "a heartbeat, median", millis(taken, 0.5), "ms");
    figures.atMost("agents.p99", "a heartbeat, 99th percentile", millis(taken, 0.99), "ms", 100);
    figures.tell(
        "agents.processor",
        "processor time of broker and agents, for each agent and minute",
        used / 1e6 / AGENTS * 60 / SECONDS,
        "ms");
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    figures.tell(
        "agents.memory",
        "heap in use after a collection",
        (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
        "MB");
    figures.write(Path.of("target/bench/agents.json"));
    assertThat(failed.get()).isZero();
  }

  private static double millis(List<Long> sorted, double share) {
    return sorted.get((int) (sorted.size() * share)) / 1e6;
  }

  /** As if all had enrolled and fetched a bearer token a moment ago. */
  private List<Member> enrolled() {
    List<Member> members = new ArrayList<>();
    UUID site = new UUID(0, 0);
    for (int i = 0; i < AGENTS; i++) {
      site = i % OF_A_SITE == 0 ? town.foundSite("0.02") : site;
      Member member = new Member(site, UUID.randomUUID(), UUID.randomUUID().toString(), BEARER + i);
      members.add(member);
      sql.run(
"""
insert into agent (id, site, public_key, version, enrolled_at, inventory, inventory_hash,
    architecture, vcpus, memory_mib, self_test_due)
values ('%s', '%s', 'none', 'bench', now(), '{}', 'same', 'x86_64', 16, 65536, now() + interval '1 day')
"""
              .formatted(member.agent(), member.site()));
      sql.run(
          "insert into agent_token (hash, agent, expires_at) values ('%s', '%s', now() + interval '1 day')"
              .formatted(Hashes.sha256(member.bearer()), member.agent()));
    }
    return members;
  }

  private void beat(Member member, int sequence) {
    try {
      String body =
          json.writeValueAsString(
              new Heartbeat(sequence, member.bootId(), "same", clock.instant(), List.of()));
      long began = System.nanoTime();
      var sent =
          http.sendAsync(
                  request(member, "/heartbeat").POST(BodyPublishers.ofString(body)).build(),
                  BodyHandlers.discarding())
              .whenComplete(
                  (answer, failure) -> {
                    nanos.add(System.nanoTime() - began);
                    count(answer, failure);
                  });
      assertThat(sent).isNotNull();
    } catch (JsonProcessingException e) {
      failed.incrementAndGet();
    }
  }

  private void waitForWork(Member member, String after) {
    var waiting =
        http.sendAsync(
                request(member, "/leases?wait=30&after=" + after).GET().build(),
                BodyHandlers.discarding())
            .whenComplete(
                (answer, failure) -> {
                  count(answer, failure);
                  if (!timer.isShutdown()) {
                    waitForWork(member, "1");
                  }
                });
    assertThat(waiting).isNotNull();
  }

  private void count(HttpResponse<Void> answer, Throwable failure) {
    if (!timer.isShutdown() && (failure != null || answer.statusCode() != 200)) {
      failed.incrementAndGet();
    }
  }

  private static HttpRequest.Builder request(Member member, String path) {
    URI address =
        URI.create(
            "http://localhost:%d/agent/v1/sites/%s%s"
                .formatted(RestAssured.port, member.site(), path));
    return HttpRequest.newBuilder(address)
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + member.bearer());
  }

  private static void pause(long seconds) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)).isFalse();
  }

  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
