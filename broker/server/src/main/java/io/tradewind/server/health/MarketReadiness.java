package io.tradewind.server.health;

import jakarta.enterprise.inject.Instance;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The database has a check of its own; this one is up when there are offers to answer from. */
@Readiness
class MarketReadiness implements HealthCheck {
  private final Instance<MarketLoaded> markets;

  MarketReadiness(Instance<MarketLoaded> markets) {
    this.markets = markets;
  }

  @Override
  public HealthCheckResponse call() {
    boolean loaded = markets.stream().anyMatch(MarketLoaded::marketLoaded);
    return HealthCheckResponse.named("market").status(loaded).build();
  }
}
