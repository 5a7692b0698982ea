package io.tradewind.server.mail;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** A mail server that is half set up keeps the broker from being ready; none does not. */
@Startup
@Readiness
@Singleton
class MailReadiness implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(MailReadiness.class);

  private final Post post;

  MailReadiness(Post post) {
    this.post = post;
  }

  @PostConstruct
  void tell() {
    post.faults().forEach(fault -> LOG.errorf("Not ready: %s", fault));
  }

  @Override
  public HealthCheckResponse call() {
    List<String> faults = post.faults();
    var reply =
        HealthCheckResponse.named("mail").status(faults.isEmpty()).withData("way", post.way());
    for (int i = 0; i < faults.size(); i++) {
      reply.withData("fault-" + (i + 1), faults.get(i));
    }
    return reply.build();
  }
}
