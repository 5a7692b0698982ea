package io.tradewind.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.api.agent.LeaseWork;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Writes the objects of a lease: a Job, indexed for a gang, and the Secret with its script. */
final class KubernetesJobs {
  static final String LABEL = "tradewind.io/lease";
  private static final JsonNodeFactory NEW = JsonNodeFactory.instance;

  private final Optional<String> queue;

  /**
   * @param queue of Kueue, which then decides when jobs begin
   */
  KubernetesJobs(Optional<String> queue) {
    this.queue = queue;
  }

  static String name(LeaseState state) {
    return "tradewind-%s-%d".formatted(state.leaseId(), state.generation());
  }

  /** Files that the pods see in {@code /run/tradewind}. */
  static ObjectNode secret(LeaseState state, Map<String, String> files) {
    ObjectNode secret = object("v1", "Secret", state);
    ObjectNode data = secret.putObject("data");
    files.forEach(
        (name, text) ->
            data.put(
                name, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    return secret;
  }

  ObjectNode job(LeaseState state, LeaseWork.Run run) {
    ObjectNode job = object("batch/v1", "Job", state);
    queue.ifPresent(
        name ->
            ((ObjectNode) job.path("metadata").path("labels"))
                .put("kueue.x-k8s.io/queue-name", name));
    ObjectNode spec = job.putObject("spec");
    spec.put("backoffLimit", 0).put("parallelism", run.nodes()).put("completions", run.nodes());
    if (run.nodes() > 1) {
      spec.put("completionMode", "Indexed");
    }
    spec.put("activeDeadlineSeconds", state.timeToLiveSeconds() + 60);
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put(LABEL, name(state));
    pod(template.putObject("spec"), state, run);
    return job;
  }

  /** How a device plugin calls the accelerators. */
  static String resource(LeaseWork.Devices devices) {
    String vendor =
        Accelerators.bundled()
            .resolve(devices.model())
            .map(set -> set.model())
            .map(AcceleratorModel::vendor)
            .map(it -> it.toString().toLowerCase(Locale.ROOT))
            .orElse("nvidia");
    return switch (vendor) {
      case "amd" -> "amd.com/gpu";
      case "google" -> "google.com/tpu";
      default -> "nvidia.com/gpu";
    };
  }

  private static void pod(ObjectNode pod, LeaseState state, LeaseWork.Run run) {
    pod.put("restartPolicy", "Never").put("automountServiceAccountToken", false);
    pod.put("enableServiceLinks", false).put("terminationGracePeriodSeconds", 10);
    pod.putObject("securityContext").putObject("seccompProfile").put("type", "RuntimeDefault");
    ObjectNode container = pod.putArray("containers").addObject();
    container.put("name", "workload").put("image", Objects.requireNonNull(run.image()));
    container.putArray("command").add("/bin/sh").add("/run/tradewind/inside.sh");
    container.put("workingDir", "/workspace");
    ArrayNode variables = container.putArray("env");
    variable(variables, ProcessExecutor.MARK, state.mark());
    variable(variables, "TRADEWIND_NODES", Integer.toString(run.nodes()));
    ObjectNode confined = container.putObject("securityContext");
    confined.put("allowPrivilegeEscalation", false).put("readOnlyRootFilesystem", true);
    confined.putObject("capabilities").putArray("drop").add("ALL");
    ObjectNode resources = container.putObject("resources");
    resources(resources.putObject("limits"), run);
    resources(resources.putObject("requests"), run);
    volumes(pod, container, state);
  }

  private static void volumes(ObjectNode pod, ObjectNode container, LeaseState state) {
    ArrayNode volumes = pod.putArray("volumes");
    ObjectNode script = volumes.addObject().put("name", "script");
    script.putObject("secret").put("secretName", name(state)).put("defaultMode", 0444);
    ArrayNode mounts = container.putArray("volumeMounts");
    mounts
        .addObject()
        .put("name", "script")
        .put("mountPath", "/run/tradewind")
        .put("readOnly", true);
    for (String name : List.of("workspace", "tmp")) {
      volumes.addObject().put("name", name).putObject("emptyDir");
      mounts.addObject().put("name", name).put("mountPath", "/" + name);
    }
  }

  private static void resources(ObjectNode resources, LeaseWork.Run run) {
    if (run.vcpus() > 0) {
      resources.put("cpu", Math.round(run.vcpus() * 1000) + "m");
    }
    if (run.memoryMib() > 0) {
      resources.put("memory", run.memoryMib() + "Mi");
    }
    LeaseWork.Devices devices = run.devices();
    if (devices != null) {
      resources.put(resource(devices), devices.count());
    }
  }

  private static void variable(ArrayNode variables, String name, String value) {
    variables.addObject().put("name", name).put("value", value);
  }

  private static ObjectNode object(String version, String kind, LeaseState state) {
    ObjectNode object = NEW.objectNode().put("apiVersion", version).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name(state));
    metadata.putObject("labels").put(LABEL, name(state));
    return object;
  }
}
