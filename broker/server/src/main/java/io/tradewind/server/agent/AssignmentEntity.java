package io.tradewind.server.agent;

import io.tradewind.api.Assignment;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Region;
import io.tradewind.api.SiteId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A lease's place: on a site, or on a machine of its own. */
@Entity
@Table(name = "assignment")
public class AssignmentEntity {
  @Id public UUID lease;

  /** Null for a machine of its own. */
  public @Nullable UUID site;

  /** The site or the lease; for queries, the database keeps it. */
  @Column(insertable = false, updatable = false)
  private @Nullable UUID place;

  /** The agent of the machine on the site that it is on; null for a machine of its own. */
  public @Nullable UUID agent;

  public String provider;
  public String region;
  public double vcpus;
  public long memoryMib;
  public int accelerators;

  /** By the rated power of its share. */
  public double watts;

  /** How long before the end its tenant hears of it; null for one who was promised to stay. */
  public @Nullable Long noticeSeconds;

  /** Why it is taken back, if it is. */
  public @Nullable UUID closure;

  /** Told to the agent; null until it is to act. */
  public @Nullable String reclaimReason;

  private String state;
  public Instant since;

  /** Grows with every change: an agent asks for what lies after the last one it saw. */
  public long changed;

  public UUID place() {
    return Places.of(site, lease);
  }

  /** Whom a change of it concerns. */
  UUID subject() {
    return agent == null ? place() : agent;
  }

  public Instance.State state() {
    return Instance.State.valueOf(state.toUpperCase(Locale.ROOT));
  }

  public void become(Instance.State next, Instant now, long change) {
    state = next.name().toLowerCase(Locale.ROOT);
    since = now;
    changed = change;
  }

  /** The same state, and something new to hear. */
  public void renew(long change) {
    changed = change;
  }

  /** For a place on a site. */
  Assignment toAssignment() {
    return new Assignment(
        new LeaseId(lease), new SiteId(place()), Region.of(provider, region), state(), since);
  }
}
