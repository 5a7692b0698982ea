package io.tradewind.server.agent;

import io.tradewind.api.agent.RefusedException;
import io.tradewind.server.problem.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** An agent's refusal as problem+json: its code tells the agent what to do. */
class RefusalMapper {
  private final Clock clock;

  RefusalMapper(Clock clock) {
    this.clock = clock;
  }

  @ServerExceptionMapper
  Response refused(RefusedException refused, UriInfo uri) {
    Problem problem =
        new Problem(
            refused.refusal().status(),
            refused.refusal().code(),
            String.valueOf(refused.getMessage()),
            List.of());
    return Response.status(problem.status())
        .type(Problem.MEDIA_TYPE)
        .header(HttpHeaders.DATE, BrokerDate.of(clock))
        .entity(problem.json(uri.getPath()))
        .build();
  }
}
