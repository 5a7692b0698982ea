package io.tradewind.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Runs workloads as Jobs of a Kubernetes cluster: a gang as an Indexed Job, accelerators as what
 * device plugins count. The cluster's times are whole seconds.
 */
final class KubernetesExecutor implements Executor {
  private static final String JOBS = "apis/batch/v1";
  private static final String CORE = "api/v1";
  private static final String JOB = "job.json";
  private static final String BEGAN = "began";
  private static final List<String> FILES = List.of("inside.sh", "script.sh", "checkpoint.sh");
  private static final List<String> DEVICES =
      List.of("nvidia.com/gpu", "amd.com/gpu", "google.com/tpu");
  private static final List<String> PRODUCTS =
      List.of(
          "nvidia.com/gpu.product",
          "amd.com/gpu.product-name",
          "cloud.google.com/gke-tpu-accelerator");

  /** What a pod that has to go is given, by its specification. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** As a shell tells of KILL. */
  private static final int KILLED = 137;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesApi.Options options;
  private final KubernetesApi api;
  private final KubernetesJobs jobs;
  private final KubernetesWatch watch;
  private final Machine machine;

  KubernetesExecutor(Machine machine, Clock clock, KubernetesApi.Options options)
      throws IOException {
    this.machine = machine;
    this.options = options;
    this.api = new KubernetesApi(options);
    this.jobs = new KubernetesJobs(options.queue());
    this.watch = new KubernetesWatch(api, machine, clock);
  }

  @Override
  public String name() {
    return "kubernetes";
  }

  @Override
  public Optional<String> obstacle() {
    return options.server().isPresent()
        ? Optional.empty()
        : Optional.of("The kubernetes executor needs --kubernetes with the cluster's address.");
  }

  @Override
  public Optional<String> refusal(LeaseWork.Run run) {
    if (run.service() != null) {
      return Optional.of("The workload is a service, and nobody reaches this cluster's pods.");
    }
    return run.image() == null
        ? Optional.of("The workload names no image to make pods of.")
        : Optional.empty();
  }

  @Override
  public void prepare(LeaseFolder folder, LeaseState state, LeaseWork.Run run) throws IOException {
    AtomicFile.createFolder(folder.work());
    ShellScript.write(folder, run, "/workspace", Map.of());
    try (InputStream inside = KubernetesExecutor.class.getResourceAsStream("inside.sh")) {
      AtomicFile.write(
          folder.path().resolve("inside.sh"), Objects.requireNonNull(inside).readAllBytes());
    }
    AtomicFile.write(folder.path().resolve(JOB), JSON.writeValueAsBytes(jobs.job(state, run)));
  }

  @Override
  public void start(LeaseFolder folder, LeaseState state) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : FILES) {
      Path file = folder.path().resolve(name);
      if (Files.exists(file)) {
        files.put(name, Files.readString(file));
      }
    }
    api.create(CORE, "secrets", KubernetesJobs.secret(state, files));
    api.create(JOBS, "jobs", JSON.readTree(Files.readAllBytes(folder.path().resolve(JOB))));
  }

  /** There is no way into a pod that the agent may use; the workload hears TERM. */
  @Override
  public Optional<Process> startCheckpoint(LeaseFolder folder, LeaseState state) {
    return Optional.empty();
  }

  @Override
  public Observation observe(LeaseFolder folder, LeaseState state) throws IOException {
    Optional<KubernetesLook> seen = watch.look(folder, state);
    if (seen.isEmpty()) {
      return new Observation.Starting();
    }
    KubernetesLook look = seen.get();
    Optional<Long> started = startedAt(folder, state, look);
    if (started.isEmpty()) {
      if (look.job().isEmpty() && look.pods().isEmpty()) {
        return new Observation.Gone();
      }
      Optional<String> never = look.impossible().or(look::failure);
      return never.isPresent() ? new Observation.NeverRan(never.get()) : new Observation.Starting();
    }
    if (look.isOver()) {
      return ended(state, look, started.get());
    }
    return look.pods().isEmpty()
        ? deleted(state, started.get())
        : new Observation.Running(started.get(), Math.max(started.get(), look.atMicros()));
  }

  /** Pods that were ended at once may be gone before their end is seen. */
  private Observation deleted(LeaseState state, long started) {
    OptionalLong running = watch.runningAtMicros(state);
    return running.isPresent()
        ? new Observation.Ended(
            KILLED,
            started,
            Math.max(started, running.getAsLong()),
            0,
            Optional.of("Its pods were deleted."))
        : new Observation.Gone();
  }

  @Override
  public boolean signal(LeaseFolder folder, LeaseState state, String signal) throws IOException {
    // Pods of a job that is deleted hear TERM, and are ended when their grace is over.
    api.delete(JOBS, "jobs", KubernetesJobs.name(state), (int) GRACE.toSeconds());
    if (signal.equals("KILL")) {
      for (JsonNode pod :
          api.list(CORE, "pods", KubernetesJobs.LABEL, KubernetesJobs.name(state))) {
        api.delete(CORE, "pods", pod.path("metadata").path("name").asText(), 0);
      }
    }
    return true;
  }

  @Override
  public void sweep(LeaseFolder folder, LeaseState state) throws IOException {
    api.delete(JOBS, "jobs", KubernetesJobs.name(state), 0);
    api.delete(CORE, "secrets", KubernetesJobs.name(state), 0);
    watch.forget(state);
  }

  /** Metrics are another server's, which not every cluster has. */
  @Override
  public double processorSeconds(LeaseFolder folder, LeaseState state) {
    return 0;
  }

  @Override
  public Optional<Interruption> notice(LeaseFolder folder, LeaseState state) {
    LeaseState.StartMark mark = Objects.requireNonNull(state.start());
    return watch
        .look(folder, state)
        .filter(KubernetesLook::isPreempted)
        .map(
            look ->
                new Interruption(
                    mark.at(look.atMicros()).plus(GRACE),
                    "Kubernetes takes the pod's place for a more important one"));
  }

  @Override
  public Optional<Capacity> capacity() throws IOException {
    long processors = 0;
    long memory = 0;
    String architecture = "amd64";
    List<Inventory.Device> devices = new ArrayList<>();
    List<Inventory.Node> nodes = new ArrayList<>();
    for (JsonNode node : api.nodes()) {
      JsonNode allocatable = node.path("status").path("allocatable");
      if (isReady(node)) {
        Inventory.Node share = share(allocatable, devices(node, allocatable));
        nodes.add(share);
        processors += share.vcpus();
        memory += share.memoryMib();
        JsonNode info = node.path("status").path("nodeInfo");
        architecture = info.path("architecture").asText(architecture);
        devices.addAll(devices(node, allocatable));
      }
    }
    return Optional.of(
        new Capacity(architecture, (int) processors, memory, devices, Capacity.grouped(nodes)));
  }

  private static Inventory.Node share(JsonNode allocatable, List<Inventory.Device> devices) {
    Map<String, Integer> counts = new TreeMap<>();
    devices.forEach(device -> counts.merge(device.name(), 1, Integer::sum));
    return new Inventory.Node(
        1,
        KubernetesQuantity.of(allocatable.path("cpu").asText("0")).intValue(),
        KubernetesQuantity.mebibytes(allocatable.path("memory").asText("0")),
        counts);
  }

  @Override
  public boolean isElsewhere() {
    return true;
  }

  private static List<Inventory.Device> devices(JsonNode node, JsonNode allocatable) {
    List<Inventory.Device> devices = new ArrayList<>();
    String host = node.path("metadata").path("name").asText();
    for (int kind = 0; kind < DEVICES.size(); kind++) {
      String resource = DEVICES.get(kind);
      String product =
          node.path("metadata").path("labels").path(PRODUCTS.get(kind)).asText(resource);
      Optional<AcceleratorModel> model =
          Accelerators.bundled().resolve(product.replace('-', ' ')).map(set -> set.model());
      for (int i = 0; i < allocatable.path(resource).asInt(); i++) {
        devices.add(
            new Inventory.Device(
                model.map(AcceleratorModel::name).orElse(product),
                model.map(it -> it.memory().mebibytes()).orElse(0L),
                resource,
                "%s/%d".formatted(host, i)));
      }
    }
    return devices;
  }

  private static boolean isReady(JsonNode node) {
    if (node.path("spec").path("unschedulable").asBoolean()) {
      return false;
    }
    for (JsonNode condition : node.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private Observation ended(LeaseState state, KubernetesLook look, long started) {
    LeaseState.StartMark mark = Objects.requireNonNull(state.start());
    long uptime = machine.uptimeMicros();
    long endedAt = look.endedAt().map(mark::uptimeMicros).orElse(look.atMicros());
    Optional<String> failure =
        look.ranOutOfMemory()
            ? Optional.of("It needed more memory than the lease has, and was ended.")
            : look.failure();
    if (failure.isEmpty() && look.isPreempted()) {
      failure = Optional.of("The provider takes the machine back for a more important pod.");
    }
    return new Observation.Ended(
        look.exitCode(), started, Math.max(started, Math.min(uptime, endedAt)), 0, failure);
  }

  /** By the cluster's clock, but not ahead of us. What was once found stays. */
  private static Optional<Long> startedAt(LeaseFolder folder, LeaseState state, KubernetesLook look)
      throws IOException {
    LeaseState.StartMark mark = Objects.requireNonNull(state.start());
    Optional<String> known = folder.readNote(BEGAN);
    if (known.isPresent()) {
      return known.map(Instant::parse).map(mark::uptimeMicros);
    }
    Optional<Instant> told = look.startedAt();
    if (told.isEmpty()) {
      return Optional.empty();
    }
    long from =
        Math.min(
            look.atMicros(), Math.max(mark.anchorUptimeMicros(), mark.uptimeMicros(told.get())));
    folder.writeNote(BEGAN, mark.at(from).toString());
    return Optional.of(from);
  }
}
