package io.tradewind.agent;

import io.tradewind.agent.LeaseState.StartMark;
import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every way to run a workload that this agent knows, and those of them that its owner allows. A
 * lease that was started stays with its executor, whatever is allowed later.
 */
final class Executors {
  private final Map<String, Executor> known = new TreeMap<>();
  private final List<String> allowed;

  /**
   * @param allowed names, the preferred first
   */
  Executors(List<Executor> known, List<String> allowed) {
    known.forEach(executor -> this.known.put(executor.name(), executor));
    this.allowed = List.copyOf(allowed);
  }

  /** An executor for a workload, or why there is none. */
  record Choice(Optional<Executor> executor, String obstacle) {}

  Choice choose(LeaseWork.Run run) {
    List<String> reasons = new ArrayList<>();
    for (Executor executor : allowed()) {
      Optional<String> against = executor.refusal(run).or(executor::obstacle);
      if (against.isEmpty()) {
        return new Choice(Optional.of(executor), "");
      }
      reasons.add(against.get());
    }
    return new Choice(
        Optional.empty(),
        reasons.isEmpty()
            ? "This agent runs nothing yet. Its owner may allow it, as with --executor process."
            : String.join(" ", reasons));
  }

  /** The one that has started a lease. */
  Executor of(StartMark mark) {
    // Agents before there was a choice wrote no name.
    String name = Objects.requireNonNullElse(mark.executor(), ProcessExecutor.PROCESS);
    return Optional.ofNullable(known.get(name))
        .orElseThrow(
            () -> new IllegalStateException("This agent has no executor '%s'.".formatted(name)));
  }

  /** What can run a workload here now. */
  List<String> usable() {
    return allowed().stream()
        .filter(executor -> executor.obstacle().isEmpty())
        .map(Executor::name)
        .toList();
  }

  /** What is offered in place of this machine. */
  Optional<Capacity> capacity() throws IOException {
    for (Executor executor : allowed()) {
      Optional<Capacity> capacity = executor.capacity();
      if (capacity.isPresent()) {
        return capacity;
      }
    }
    return Optional.empty();
  }

  /** Whether what is offered is not this machine. */
  boolean areElsewhere() {
    return allowed().stream().anyMatch(Executor::isElsewhere);
  }

  private List<Executor> allowed() {
    return allowed.stream().map(known::get).filter(Objects::nonNull).toList();
  }
}
