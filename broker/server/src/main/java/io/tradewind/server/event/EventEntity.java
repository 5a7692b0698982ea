package io.tradewind.server.event;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened: audit record and stream item. The database refuses to change or delete
 * one.
 */
@Entity
@Table(name = "event")
public class EventEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public Long seq;

  public Instant at;
  public UUID organization;
  public @Nullable UUID workload;
  public @Nullable UUID lease;
  public String type;
  public String actor;

  @Column(columnDefinition = "text")
  public String detail;

  @Column(columnDefinition = "text")
  public @Nullable String data;

  protected EventEntity() {}

  /**
   * @param detail one sentence for a person; never a secret
   */
  public EventEntity(
      Instant at,
      UUID organization,
      @Nullable UUID workload,
      @Nullable UUID lease,
      String type,
      String actor,
      String detail) {
    this.at = at;
    this.organization = organization;
    this.workload = workload;
    this.lease = lease;
    this.type = type;
    this.actor = actor;
    this.detail = detail;
  }
}
