package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The messages of Slurm 24.11 as its documentation has them, from a server of this machine; 22.05's
 * are those of the real daemon in {@link SlurmRestExecutorTest}.
 */
class SlurmRestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SlurmSubmission JOB =
      new SlurmSubmission(
          "tradewind-1",
          "market",
          2,
          16,
          16_000,
          "gpu:h100:4",
          62,
          "guests",
          null,
          "tradewind:w:29500/0",
          "/shared/out",
          "/shared/work");
  private static final List<String> SCRIPT = List.of("/shared/job.sh", "/shared/it's here", "2");

  private final Map<String, String> answers = new HashMap<>();
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private HttpServer server;
  private Slurm slurm;

  @BeforeEach
  void serve(@TempDir Path folder) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Path token = Files.writeString(folder.resolve("token"), "SLURM_JWT=signed.by.slurm\n");
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    slurm =
        new SlurmRest(new SlurmRest.Options(address, Optional.of(token)), Optional.of("market"));
    speaks("41", "42");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theNewestSchemaThatIsKnownIsSpoken() throws IOException {
    speaks("38", "41", "99");
    on("POST /slurm/v0.0.41/job/submit", "{\"job_id\": 7, \"errors\": []}");

    assertThat(slurm.submit(JOB, SCRIPT)).isEqualTo(7);
  }

  @Test
  void aDaemonThatSpeaksNothingKnownIsTold() {
    speaks("30", "99");

    assertThatThrownBy(() -> slurm.submit(JOB, SCRIPT))
        .hasMessage(
            "Slurm's REST daemon speaks v0.0.n for n in [30, 99]; known here are 37 to 43.");
  }

  @Test
  void aJobIsAskedForInTheWordsOf24() throws IOException {
    on("POST /slurm/v0.0.42/job/submit", "{\"job_id\": 7, \"errors\": []}");

    slurm.submit(JOB, SCRIPT);

    JsonNode sent = JSON.readTree(bodies.get("POST /slurm/v0.0.42/job/submit"));
    assertThat(sent.has("script")).isFalse();
    JsonNode job = sent.path("job");
    assertThat(job.path("script").asText())
        .isEqualTo("#!/bin/sh\nexec /bin/sh /shared/job.sh '/shared/it'\\''s here' 2\n");
    assertThat(job.path("tres_per_node").asText()).isEqualTo("gres/gpu:h100:4");
    assertThat(job.path("nodes").asText()).isEqualTo("2");
    assertThat(job.path("memory_per_node").toString()).isEqualTo("{\"set\":true,\"number\":16000}");
    assertThat(job.path("time_limit").path("number").asInt()).isEqualTo(62);
    assertThat(job.path("environment").get(0).asText()).startsWith("PATH=");
    assertThat(job.path("requeue").asBoolean(true)).isFalse();
  }

  @Test
  void andInThoseOf22() throws IOException {
    speaks("36", "37", "38");
    on("POST /slurm/v0.0.38/job/submit", "{\"job_id\": 7, \"errors\": []}");

    slurm.submit(JOB, SCRIPT);

    JsonNode sent = JSON.readTree(bodies.get("POST /slurm/v0.0.38/job/submit"));
    assertThat(sent.path("script").asText()).startsWith("#!/bin/sh\nexec /bin/sh /shared/job.sh");
    JsonNode job = sent.path("job");
    assertThat(job.path("gres").asText()).isEqualTo("gpu:h100:4");
    assertThat(job.path("nodes").toString()).isEqualTo("[2,2]");
    assertThat(job.path("memory_per_node").asLong()).isEqualTo(16_000);
    assertThat(job.path("environment").path("PATH").asText()).isNotEmpty();
  }

  @Test
  void whatSlurmRefusesIsNotAskedAgain() {
    on(
        "POST /slurm/v0.0.42/job/submit",
        500,
        """
        {"errors": [{"description": "Batch job submission failed", "error_number": 2015,
          "error": "Requested node configuration is not available", "source": "slurm_submit_batch_job()"}]}
        """);

    assertThatThrownBy(() -> slurm.submit(JOB, SCRIPT))
        .isInstanceOf(Slurm.RefusedException.class)
        .hasMessage("Slurm does not take the job: Batch job submission failed");
  }

  @Test
  void aDaemonThatIsAwayMayBeAskedAgain() {
    on("POST /slurm/v0.0.42/job/submit", 502, "");

    assertThatThrownBy(() -> slurm.submit(JOB, SCRIPT))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(Slurm.RefusedException.class)
        .hasMessage("Slurm's REST daemon answers 502: no word of its own");
  }

  @Test
  void aJobThatIsPreemptedIsReadInPieces() throws IOException {
    on(
        "GET /slurm/v0.0.42/job/7",
        """
        {"jobs": [{"job_id": 7, "job_state": ["RUNNING", "COMPLETING"], "state_reason": "None",
          "exit_code": {"status": ["SIGNALED"], "return_code": {"set": false, "infinite": false, "number": 0},
            "signal": {"id": {"set": true, "infinite": false, "number": 15}, "name": "SIGTERM"}},
          "start_time": {"set": true, "infinite": false, "number": 1795191500},
          "end_time": {"set": true, "infinite": false, "number": 1795191610},
          "preempt_time": {"set": true, "infinite": false, "number": 1795191580}}], "errors": []}
        """);

    SlurmJob job = Objects.requireNonNull(slurm.jobs(List.of(7L)).get(7L));

    assertThat(job.state()).isEqualTo("COMPLETING");
    assertThat(job.exitCode()).isEqualTo(143);
    assertThat(job.preemptedAt()).contains(Instant.ofEpochSecond(1_795_191_580));
    assertThat(job.endsAt()).contains(Instant.ofEpochSecond(1_795_191_610));
  }

  @Test
  void aJobThatSlurmHasForgottenIsNoFault() throws IOException {
    on(
        "GET /slurm/v0.0.42/job/7",
        500,
        "{\"jobs\": [], \"errors\": [{\"error_number\": 2017, \"error\": \"Invalid job id specified\"}]}");

    assertThat(slurm.jobs(List.of(7L))).isEmpty();
  }

  @Test
  void nodesAndWhatJobsHoldOfThemAreRead() throws IOException {
    on(
        "GET /slurm/v0.0.42/nodes/",
        """
        {"nodes": [{"name": "n1", "architecture": "x86_64", "state": ["MIXED", "DRAIN"], "partitions": ["owner", "market"],
          "cpus": 16, "alloc_cpus": 4, "real_memory": 16000, "alloc_memory": 1000,
          "gres": "gpu:h100:4", "gres_used": "gpu:h100:1(IDX:0)"}], "errors": []}
        """);
    on(
        "GET /slurm/v0.0.42/jobs/",
        """
        {"jobs": [{"job_id": 7, "name": "tradewind-1", "partition": "market", "job_state": ["RUNNING"],
          "node_count": {"set": true, "infinite": false, "number": 2}, "cpus": {"set": true, "infinite": false, "number": 8},
          "memory_per_node": {"set": false, "infinite": false, "number": 0},
          "memory_per_cpu": {"set": true, "infinite": false, "number": 250}, "tres_per_node": "gres/gpu:h100:4", "nodes": "n[1-2]"},
         {"job_id": 8, "name": "waits", "partition": "market", "job_state": ["PENDING"]}], "errors": []}
        """);

    SlurmNode node = slurm.nodes().get(0);

    assertThat(node.name()).isEqualTo("n1");
    assertThat(node.isUsableIn("market")).as("a node that is drained").isFalse();
    assertThat(node.cpus() - node.cpusHeld()).isEqualTo(12);
    assertThat(node.gresHeld()).isEqualTo("gpu:h100:1(IDX:0)");
    assertThat(slurm.running("market"))
        .containsExactly(
            new SlurmHolding("tradewind-1", 2, 8, 1_000, "gres/gpu:h100:4", List.of("n1", "n2")));
    assertThat(slurm.find("waits")).contains(8L);
  }

  private void speaks(String... versions) {
    StringBuilder paths = new StringBuilder();
    for (String version : versions) {
      paths.append("\"/slurm/v0.0.%s/job/submit\": {},".formatted(version));
    }
    on("GET /openapi/v3", "{\"paths\": {%s \"/slurm/v0.0.99/ping/\": {}}}".formatted(paths));
  }

  private void on(String call, String answer) {
    on(call, 200, answer);
  }

  private void on(String call, int status, String answer) {
    answers.put(call, status + " " + answer);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      bodies.put(
          call, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      boolean known =
          "market".equals(exchange.getRequestHeaders().getFirst("X-SLURM-USER-NAME"))
              && "signed.by.slurm"
                  .equals(exchange.getRequestHeaders().getFirst("X-SLURM-USER-TOKEN"));
      String answer = known ? answers.getOrDefault(call, "404 {}") : "401 {}";
      byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(
          Integer.parseInt(answer.substring(0, 3)), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
