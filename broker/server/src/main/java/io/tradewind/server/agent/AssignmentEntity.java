package io.tradewind.server.agent;

import io.tradewind.api.Assignment;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Region;
import io.tradewind.api.SiteId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** A lease's place on a site. */
@Entity
@Table(name = "assignment")
public class AssignmentEntity {
  @Id public UUID lease;
  public UUID site;
  public String provider;
  public String region;
  public double vcpus;
  public long memoryMib;
  private String state;
  public Instant since;

  /** Grows with every change: an agent asks for what lies after the last one it saw. */
  public long changed;

  public Instance.State state() {
    return Instance.State.valueOf(state.toUpperCase(Locale.ROOT));
  }

  public void become(Instance.State next, Instant now, long change) {
    state = next.name().toLowerCase(Locale.ROOT);
    since = now;
    changed = change;
  }

  Assignment toAssignment() {
    return new Assignment(
        new LeaseId(lease), new SiteId(site), Region.of(provider, region), state(), since);
  }
}
