package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Looks whether the workload of the path is the caller's. */
class ExistingWorkloadFilter {
  private final WorkloadViews views;
  private final Caller caller;

  ExistingWorkloadFilter(WorkloadViews views, Caller caller) {
    this.views = views;
    this.caller = caller;
  }

  @ForExistingWorkload
  @ServerRequestFilter
  Uni<Void> check(UriInfo uri) {
    String id = String.valueOf(uri.getPathParameters().getFirst("id"));
    try {
      return views.existing(caller.organization(), UUID.fromString(id)).replaceWithVoid();
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("workload", id);
    }
  }
}
