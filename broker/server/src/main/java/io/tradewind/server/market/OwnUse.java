package io.tradewind.server.market;

import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.fence.Bounds;
import io.tradewind.matcher.fence.Fence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sites whose machines run their own organization's workloads and nobody else's. To all others they
 * are closed as by a policy.
 */
public record OwnUse(Map<ProviderId, UUID> owners) {
  static final OwnUse NONE = new OwnUse(Map.of());

  private static final UUID ID = new UUID(0, 40);

  public OwnUse {
    owners = Map.copyOf(owners);
  }

  /** The same conditions, with what is closed to an organization. */
  Conditions closing(Conditions conditions, UUID organization) {
    Set<ProviderId> others =
        owners.entrySet().stream()
            .filter(site -> !site.getValue().equals(organization))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    return others.isEmpty() ? conditions : and(conditions, new Fence(List.of(denying(others))));
  }

  /** The same conditions, with more policies. */
  public static Conditions and(Conditions conditions, Fence more) {
    List<Bounds> all =
        Stream.concat(conditions.fence().bounds().stream(), more.bounds().stream()).toList();
    return all.isEmpty() ? conditions : conditions.withFence(new Fence(all));
  }

  /** Policies without what is closed by this alone. */
  public static List<Bounds> policies(Fence fence) {
    return fence.bounds().stream().filter(bounds -> !bounds.id().equals(ID)).toList();
  }

  static boolean isClosed(Conditions conditions, ProviderId seller) {
    return conditions.fence().bounds().stream()
        .anyMatch(bounds -> bounds.id().equals(ID) && bounds.providersDenied().contains(seller));
  }

  private static Bounds denying(Set<ProviderId> sites) {
    return Bounds.ofProviders(ID, "sites for their own organization alone", 1, Set.of(), sites);
  }
}
