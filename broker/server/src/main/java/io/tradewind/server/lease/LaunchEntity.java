package io.tradewind.server.lease;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Region;
import io.tradewind.matcher.memory.Evidence;
import io.tradewind.matcher.memory.Launch;
import io.tradewind.matcher.memory.Pool;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a launch taught of its pool. It names no tenant: all of them learn from it. */
@Entity
@Table(name = "launch")
class LaunchEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public Long seq;

  public Instant at;
  public String provider;
  public String region;
  public @Nullable String zone;
  public String shape;
  public String capacityType;
  public String evidence;

  protected LaunchEntity() {}

  LaunchEntity(Pool pool, Evidence evidence, Instant at) {
    this.at = at;
    this.provider = pool.region().provider().value();
    this.region = pool.region().name();
    this.zone = pool.zone().orElse(null);
    this.shape = pool.shape();
    this.capacityType = pool.capacityType().wireName();
    this.evidence = evidence.name();
  }

  Launch launch() {
    CapacityType type =
        CapacityType.parse(capacityType)
            .orElseThrow(
                () -> new IllegalStateException("%s is no capacity type.".formatted(capacityType)));
    Pool pool = new Pool(Region.of(provider, region), Optional.ofNullable(zone), shape, type);
    return new Launch(pool, Evidence.valueOf(evidence), at);
  }
}
