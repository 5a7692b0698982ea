package io.tradewind.server.packaged;

import static io.tradewind.server.testing.Eventually.eventually;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.server.testing.Collector;
import io.tradewind.server.testing.Collector.Span;
import io.tradewind.server.testing.PackagedProduct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace from a caller's own program to the workload on the machine, and a log to search. */
class TracedIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  @Test
  void theCallersTraceGoesOnToTheMachine(@TempDir Path folder) throws Exception {
    try (Collector collector = new Collector()) {
      PackagedProduct broker =
          PackagedProduct.start(
              folder.resolve("home"),
              PackagedProduct.freePort(),
              "tradewind.demo=false",
              "quarkus.log.console.json.enabled=true",
              "quarkus.otel.sdk.disabled=false",
              "quarkus.otel.bsp.schedule.delay=200ms",
              "quarkus.otel.exporter.otlp.protocol=http/protobuf",
              "quarkus.otel.exporter.otlp.endpoint=" + collector.address());
      try {
        String id = submitted(broker);
        eventually(
            PATIENCE,
            () -> broker.get("/api/v1/workloads/" + id).path("state").asText(),
            "succeeded"::equals);
        Set<String> way =
            Set.of(
                "POST /api/v1/workloads",
                "lease start",
                "workload start",
                "workload run",
                "lease end");
        eventually(
            PATIENCE,
            () -> collector.spans().stream().map(Span::name).collect(toSet()),
            names -> names.containsAll(way));

        List<Span> ours =
            collector.spans().stream().filter(span -> way.contains(span.name())).toList();
        Span submission =
            ours.stream().filter(span -> span.name().startsWith("POST")).findAny().orElseThrow();
        assertThat(ours).allMatch(span -> span.trace().equals(TRACE));
        assertThat(submission.parent()).isEqualTo(CALLER);
        assertThat(ours)
            .filteredOn(span -> !span.equals(submission))
            .allMatch(span -> span.parent().equals(submission.id()));
        assertThat(broker.follow("/api/v1/workloads/" + id + "/logs").toItsEnd())
            .as("the workload knows where it is in the trace")
            .anyMatch(
                item -> item.data().contains("00-%s-%s-01".formatted(TRACE, submission.id())));
        assertThat(collector.spans())
            .as("agents that ask for work are no part of anything")
            .noneMatch(span -> span.name().contains("/agent/v1/sites"));
      } finally {
        broker.stop();
      }
      assertThat(linesOf(broker)).allSatisfy(line -> assertThat(line.has("level")).isTrue());
    }
  }

  private static String submitted(PackagedProduct broker) throws IOException {
    eventually(
        PATIENCE,
        () -> broker.get("/api/v1/offers?provider=local&limit=1"),
        page -> page.at("/items/0/availability/state").asText().equals("available"));
    return broker
        .submit(
            """
            resources: { cpus: 1+ }
            run: echo "$TRACEPARENT"; sleep 1
            placement: { providers: { allow: [local] } }
            """,
            "traceparent",
            "00-%s-%s-01".formatted(TRACE, CALLER))
        .path("id")
        .asText();
  }

  /** Lines of the log; what else a person is shown at the start is none. */
  private static List<JsonNode> linesOf(PackagedProduct broker) throws IOException {
    List<String> lines = broker.console().lines().filter(line -> line.startsWith("{")).toList();
    assertThat(lines).isNotEmpty();
    return List.of(JSON.readValue("[" + String.join(",", lines) + "]", JsonNode[].class));
  }
}
