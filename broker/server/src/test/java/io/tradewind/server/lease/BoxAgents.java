package io.tradewind.server.lease;

import io.tradewind.server.lease.ScriptedAgent.Metered;
import io.tradewind.server.lease.ScriptedAgent.Pace;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.testkit.FakeCloud.Box;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The agents that come up on a cloud's fresh machines with what those were booted with. */
final class BoxAgents {
  private static final int VCPUS = 4;
  private static final long MEMORY_MIB = 16_384;

  private final Supplier<List<Box>> boxes;
  private final Supplier<TestAgent> fresh;
  private final Clock clock;
  private final Supplier<Pace> paces;
  private final Map<String, TestAgent> comingUp = new HashMap<>();
  private final Map<String, ScriptedAgent> agents = new HashMap<>();
  private final Set<String> refused = new HashSet<>();

  /**
   * @param paces one for each agent
   */
  BoxAgents(
      Supplier<List<Box>> boxes, Supplier<TestAgent> fresh, Clock clock, Supplier<Pace> paces) {
    this.boxes = boxes;
    this.fresh = fresh;
    this.clock = clock;
    this.paces = paces;
  }

  void turn() {
    for (Box box : boxes.get()) {
      if (box.runs()) {
        turn(box);
      }
    }
  }

  private void turn(Box box) {
    ScriptedAgent known = agents.get(box.nativeId());
    if (known != null) {
      known.turn();
    } else if (!refused.contains(box.nativeId())) {
      TestAgent agent = comingUp.computeIfAbsent(box.nativeId(), any -> fresh.get());
      if (agent.isLetIn(box.enrolmentToken().orElseThrow(), VCPUS, MEMORY_MIB)) {
        agents.put(box.nativeId(), new ScriptedAgent(agent, clock, paces.get()));
      } else {
        refused.add(box.nativeId());
      }
    }
  }

  /** What any of them ever told of use. */
  List<Metered> sent() {
    return agents.values().stream().flatMap(agent -> agent.sent().stream()).toList();
  }

  /** What the broker has taken down from all of them. */
  List<Metered> accepted() {
    return agents.values().stream().flatMap(agent -> agent.accepted().stream()).toList();
  }
}
