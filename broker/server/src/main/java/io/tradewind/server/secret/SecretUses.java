package io.tradewind.server.secret;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;

/** Who knows what workloads name. */
public interface SecretUses {
  /** Workloads that have not ended and name the secret, the newest first. */
  Uni<List<UUID>> of(UUID organization, String secret);
}
