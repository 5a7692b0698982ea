package io.tradewind.server.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.server.placement.Placements;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.workload.PlacementEntity;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Decisions as they are stored: what was explained, and the offers in the order of their turns. */
@ApplicationScoped
public class Decisions {
  private final Placements placements;
  private final LeaseDrafts drafts;
  private final ObjectMapper json;

  Decisions(Placements placements, LeaseDrafts drafts, ObjectMapper json) {
    this.placements = placements;
    this.drafts = drafts;
    this.json = json;
  }

  /**
   * A decision as it is to be stored.
   *
   * @param turns its offers in the order in which they are tried, as they stand in the row too
   */
  public record Stored(PlacementEntity row, List<LeaseDrafts.Quote> turns) {}

  /**
   * @param last pools whose offers have their turn after all others
   */
  public Stored stored(WorkloadEntity workload, Placement placement, Set<Pool> last) {
    List<LeaseDrafts.Quote> turns = drafts.failover(placement, last);
    PlacementEntity decision = new PlacementEntity();
    decision.id = UUID.randomUUID();
    decision.workload = workload.id;
    decision.decidedAt = placement.decidedAt();
    decision.marketVersion = placement.marketVersion();
    decision.conditionsVersion = placement.conditionsVersion();
    decision.document = write(placements.view(Asker.goingOn(workload), decision.id, placement));
    decision.failover = write(turns);
    return new Stored(decision, turns);
  }

  private String write(Object part) {
    try {
      return json.writeValueAsString(part);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A placement cannot be written as JSON.", e);
    }
  }
}
