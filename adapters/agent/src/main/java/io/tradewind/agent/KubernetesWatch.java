package io.tradewind.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks at leases' pods about once a second, on threads of its own, fetches what they wrote, and
 * moves the job's deadline on for as long as the broker is heard.
 */
final class KubernetesWatch {
  private static final Logger LOG = Logger.getLogger(KubernetesWatch.class.getName());
  private static final long EVERY_MICROS = TimeUnit.SECONDS.toMicros(1);
  private static final long PROLONG_MICROS = TimeUnit.SECONDS.toMicros(20);

  private static final class Watched {
    Optional<KubernetesLook> look = Optional.empty();
    OptionalLong runningAtMicros = OptionalLong.empty();
    long askedMicros = -EVERY_MICROS;
    long prolongedMicros = -PROLONG_MICROS;
    boolean isAsking;
  }

  private final KubernetesApi api;
  private final Machine machine;
  private final Clock clock;
  private final Map<String, Watched> leases = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          4,
          task -> {
            Thread thread = new Thread(task, "kubernetes");
            thread.setDaemon(true);
            return thread;
          });

  KubernetesWatch(KubernetesApi api, Machine machine, Clock clock) {
    this.api = api;
    this.machine = machine;
    this.clock = clock;
  }

  /** The last look at a lease; asks for the next when it is time. */
  Optional<KubernetesLook> look(LeaseFolder folder, LeaseState state) {
    Watched watched = leases.computeIfAbsent(state.mark(), mark -> new Watched());
    synchronized (watched) {
      long now = machine.uptimeMicros();
      if (!watched.isAsking && now - watched.askedMicros >= EVERY_MICROS) {
        watched.isAsking = true;
        watched.askedMicros = now;
        threads.execute(() -> refresh(folder, state, watched));
      }
      return watched.look;
    }
  }

  /** When this agent last saw it run. */
  OptionalLong runningAtMicros(LeaseState state) {
    Watched watched = leases.computeIfAbsent(state.mark(), mark -> new Watched());
    synchronized (watched) {
      return watched.runningAtMicros;
    }
  }

  void forget(LeaseState state) {
    leases.remove(state.mark());
  }

  private void refresh(LeaseFolder folder, LeaseState state, Watched watched) {
    try {
      KubernetesLook look = ask(folder, state);
      prolong(folder, state, look, watched);
      synchronized (watched) {
        watched.look = Optional.of(look);
        if (look.startedAt().isPresent() && !look.isOver()) {
          watched.runningAtMicros = OptionalLong.of(look.atMicros());
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "The cluster cannot be asked; it is tried again", e);
    } finally {
      synchronized (watched) {
        watched.isAsking = false;
      }
    }
  }

  private KubernetesLook ask(LeaseFolder folder, LeaseState state) throws IOException {
    long at = machine.uptimeMicros();
    String name = KubernetesJobs.name(state);
    Optional<JsonNode> job = api.find("apis/batch/v1", "jobs", name);
    List<JsonNode> pods = new ArrayList<>();
    api.list("api/v1", "pods", KubernetesJobs.LABEL, name).forEach(pods::add);
    KubernetesLook look = new KubernetesLook(job, pods, at);
    for (JsonNode pod : pods) {
      fetchLog(folder, pod, pods.size() > 1);
    }
    return look;
  }

  private void fetchLog(LeaseFolder folder, JsonNode pod, boolean gang) throws IOException {
    String name = pod.path("metadata").path("name").asText();
    String rank =
        pod.path("metadata")
            .path("annotations")
            .path("batch.kubernetes.io/job-completion-index")
            .asText();
    String note = "log-" + name;
    Optional<String> last = folder.readNote(note);
    StringBuilder fresh = new StringBuilder();
    String newest = last.orElse("");
    // The API counts "since" in whole seconds, so that some lines come again.
    Optional<String> since = last.map(time -> time.substring(0, 19) + "Z");
    for (String line : api.log(name, since).split("\n")) {
      int space = line.indexOf(' ');
      if (space > 0 && line.substring(0, space).compareTo(newest) > 0) {
        newest = line.substring(0, space);
        fresh.append(gang ? rank + ": " : "").append(line.substring(space + 1)).append('\n');
      }
    }
    if (fresh.length() > 0) {
      append(folder, fresh.toString());
      folder.writeNote(note, newest);
    }
  }

  private static synchronized void append(LeaseFolder folder, String text) throws IOException {
    try (FileChannel file =
        FileChannel.open(folder.stdout(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** The cluster ends the job by itself when the agent moves the deadline on no more. */
  private void prolong(LeaseFolder folder, LeaseState state, KubernetesLook look, Watched watched)
      throws IOException {
    String startTime =
        look.job().map(it -> it.path("status").path("startTime").asText()).orElse("");
    if (startTime.isEmpty() || look.atMicros() - watched.prolongedMicros < PROLONG_MICROS) {
      return;
    }
    watched.prolongedMicros = look.atMicros();
    long left = folder.readDeadline().orElse(0L) - TimeUnit.MICROSECONDS.toSeconds(look.atMicros());
    long ran = Duration.between(Instant.parse(startTime), clock.instant()).toSeconds();
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    members.putObject("spec").put("activeDeadlineSeconds", Math.max(1, ran + left + 60));
    api.patch("apis/batch/v1", "jobs", KubernetesJobs.name(state), members);
  }
}
