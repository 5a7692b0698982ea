package io.tradewind.matcher;

import io.tradewind.api.ProviderId;
import io.tradewind.pricing.Watts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much more the machines of a site may draw than they draw now. All offers of a site share it,
 * so that it limits what many workloads take there together.
 *
 * @param bySite at the servers, without cooling; a seller that is not listed has no limit
 */
public record PowerHeadroom(Map<ProviderId, Watts> bySite) {
  public static final PowerHeadroom UNLIMITED = new PowerHeadroom(Map.of());

  public PowerHeadroom {
    bySite = Map.copyOf(bySite);
  }

  /** Empty where nothing limits. */
  public Optional<Watts> at(ProviderId site) {
    return Optional.ofNullable(bySite.get(site));
  }

  /** Whether a site has room for what is drawn; where nobody knows the draw, only without limit. */
  public boolean allows(ProviderId site, Optional<Watts> drawn) {
    Optional<Watts> most = at(site);
    return most.isEmpty() || drawn.filter(watts -> watts.value() <= most.get().value()).isPresent();
  }

  /** What is left when something at a site draws so much of it. */
  public PowerHeadroom less(ProviderId site, Watts drawn) {
    if (at(site).isEmpty()) {
      return this;
    }
    Map<ProviderId, Watts> rest = new HashMap<>(bySite);
    rest.computeIfPresent(
        site, (key, watts) -> new Watts(Math.max(0, watts.value() - drawn.value())));
    return new PowerHeadroom(rest);
  }
}
