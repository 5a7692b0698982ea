package io.tradewind.server.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tradewind.api.Runs;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** What an agent can run, by the executors that it told of in its inventory. */
final class AgentExecutors {
  private static final Logger LOG = Logger.getLogger(AgentExecutors.class);

  private static final ObjectReader EXECUTORS =
      new ObjectMapper().readerForListOf(String.class).at("/executors");

  private AgentExecutors() {}

  /** Nothing for one that has told of none. */
  static Set<Runs> of(AgentEntity agent) {
    String told = agent.inventory;
    if (told == null) {
      return Set.of();
    }
    try {
      List<String> executors = EXECUTORS.readValue(told);
      return executors == null ? Set.of() : Runs.of(executors);
    } catch (JsonProcessingException | RuntimeException e) {
      // What one agent told must not take all sites off the market.
      LOG.errorf(e, "The executors that agent %s told are not understood.", agent.id);
      return Set.of();
    }
  }
}
