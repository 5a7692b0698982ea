package io.tradewind.server.signin;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** A broker that is open, or whose sign-in is half set up, is never ready. */
@Startup
@Readiness
@Singleton
class IdentityReadiness implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(IdentityReadiness.class);

  private final Issuers issuers;

  IdentityReadiness(Issuers issuers) {
    this.issuers = issuers;
  }

  @PostConstruct
  void tell() {
    issuers.faults().forEach(fault -> LOG.errorf("Not ready: %s", fault));
  }

  @Override
  public HealthCheckResponse call() {
    List<String> faults = issuers.faults();
    var reply =
        HealthCheckResponse.named("identity")
            .status(faults.isEmpty())
            .withData("mode", issuers.mode());
    for (int i = 0; i < faults.size(); i++) {
      reply.withData("fault-" + (i + 1), faults.get(i));
    }
    return reply.build();
  }
}
