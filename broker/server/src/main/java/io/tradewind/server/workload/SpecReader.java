package io.tradewind.server.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.Accelerators;
import io.tradewind.api.agent.LeaseSeal;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.matcher.grammar.Reading;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Between a workload's file and its typed form. */
@ApplicationScoped
public class SpecReader {
  /** A workload of several nodes has a lease for each. */
  private static final int ONE_NODE = 1;

  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

  private final ObjectMapper json;

  SpecReader(ObjectMapper json) {
    this.json = json;
  }

  /** The limits that are enforced while a workload runs. */
  public record RunLimits(
      Optional<Money> maxCost,
      OptionalDouble maxCarbonGrams,
      Optional<Duration> maxDuration,
      Optional<Duration> idleStop) {}

  /** Reads what a user sent. Everything that is wrong with it is said at once. */
  public Workload read(Map<String, Object> tree) {
    Reading reading = WorkloadReader.read(tree);
    return reading
        .workload()
        .orElseThrow(
            () ->
                new ProblemException(
                    422,
                    "workload_invalid",
                    "The workload has %d problem%s."
                        .formatted(
                            reading.problems().size(), reading.problems().size() == 1 ? "" : "s"),
                    reading.problems().stream()
                        .map(it -> new FieldProblem(it.field(), it.message(), it.advice()))
                        .toList()));
  }

  /** Reads a stored workload, which was valid when it was stored. */
  public Workload stored(String spec) {
    return read(tree(spec));
  }

  /** The same of one that may have part of the capacity only that its file accepts. */
  public Workload of(WorkloadEntity workload) {
    Workload read = stored(workload.spec);
    return workload.capacity().map(read::withCapacity).orElse(read);
  }

  public Map<String, Object> tree(String spec) {
    try {
      return json.readValue(spec, TREE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored workload is not JSON any more.", e);
    }
  }

  public RunLimits limits(String spec) {
    Limits limits = stored(spec).limits();
    OptionalDouble grams =
        limits.maxCarbon().isPresent()
            ? OptionalDouble.of(limits.maxCarbon().get().value())
            : OptionalDouble.empty();
    return new RunLimits(limits.maxCost(), grams, limits.maxDuration(), limits.idleStop());
  }

  /** Variables that the workload is given secrets in. */
  public Set<String> secretsOf(WorkloadEntity workload) {
    return new LinkedHashSet<>(stored(workload.spec).secrets().keySet());
  }

  /**
   * What the agent is told to run.
   *
   * @param sealed secrets by variable, beside what the file itself sets; null for none
   * @param longest after which the agent ends it by itself; empty for no limit
   * @param own the machine is of the workload's organization, or there for this lease alone
   */
  public LeaseWork.Run run(
      WorkloadEntity workload,
      LeaseEntity lease,
      LeaseSeal.@Nullable Sealed sealed,
      Optional<Duration> longest,
      boolean own) {
    Workload read = stored(workload.spec);
    return new LeaseWork.Run(
        workload.id.toString(),
        workload.name,
        image(read, lease).orElse(null),
        read.setup(),
        read.run(),
        environment(read, workload, lease),
        lease.vcpus,
        lease.memoryMib,
        longest.map(it -> Math.max(1, it.toSeconds())).orElse(0L),
        ONE_NODE,
        devices(lease),
        String.valueOf(lease.organization),
        own,
        service(read, workload),
        sealed);
  }

  private static LeaseWork.@Nullable Service service(Workload read, WorkloadEntity workload) {
    Integer number = workload.replica;
    if (number == null) {
      return null;
    }
    Service service = read.service().orElseThrow();
    return new LeaseWork.Service(
        ReplicaVariables.port(service, number), service.readiness().orElse(null));
  }

  /** A share of a device takes the whole of one at the agent. */
  private LeaseWork.@Nullable Devices devices(LeaseEntity lease) {
    JsonNode accelerator = json(lease.offerDocument).path("accelerator");
    int count = (int) Math.ceil(accelerator.path("count").asDouble());
    return count > 0 ? new LeaseWork.Devices(accelerator.path("model").asText(), count) : null;
  }

  /** What the file says, and what the node must know; the owner may choose the port. */
  private Map<String, String> environment(
      Workload read, WorkloadEntity workload, LeaseEntity lease) {
    int gpus = json(lease.offerDocument).path("accelerator").path("count").asInt();
    Map<String, String> environment = new LinkedHashMap<>(read.env());
    Optional.ofNullable(lease.traceparent)
        .ifPresent(trace -> environment.putIfAbsent("TRACEPARENT", trace));
    environment.putAll(ReplicaVariables.of(read, workload));
    NodeVariables.of(lease, gpus)
        .forEach(
            (name, value) -> {
              if (!name.equals("MASTER_PORT") || !environment.containsKey(name)) {
                environment.put(name, value);
              }
            });
    return environment;
  }

  /** The image that a stored workload runs in on the lease's machine. */
  public Optional<String> image(String spec, LeaseEntity lease) {
    return image(stored(spec), lease);
  }

  /**
   * The image for the software stack of the machine's accelerator, where there is one of its own.
   */
  private Optional<String> image(Workload read, LeaseEntity lease) {
    String model = json(lease.offerDocument).path("accelerator").path("model").asText("");
    return Accelerators.bundled()
        .resolve(model)
        .map(set -> set.model().stack())
        .flatMap(read::imageFor)
        .or(read::image);
  }

  private JsonNode json(String document) {
    try {
      return json.readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored offer is not JSON any more.", e);
    }
  }
}
