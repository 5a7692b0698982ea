package io.tradewind.server.agent;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A machine that is started for one lease, written down before anybody is asked for it. */
@Entity
@Table(name = "machine")
public class MachineEntity {
  @Id public UUID lease;

  /** What it boots with, without its token. */
  @Column(columnDefinition = "text")
  public String document;

  public Instant since;
}
