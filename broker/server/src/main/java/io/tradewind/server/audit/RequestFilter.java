package io.tradewind.server.audit;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Attribution;
import io.tradewind.server.database.Scopes;
import io.tradewind.server.signin.Endpoint;
import io.tradewind.server.signin.Permissions;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Writes down every request that may change something, and what was answered: the one place for all
 * endpoints, those to come included.
 */
class RequestFilter {
  private static final Logger LOG = Logger.getLogger(RequestFilter.class);

  private final AuditLog log;
  private final Scopes scopes;
  private final Permissions permissions;

  RequestFilter(AuditLog log, Scopes scopes, Permissions permissions) {
    this.log = log;
    this.scopes = scopes;
    this.permissions = permissions;
  }

  @ServerResponseFilter
  Uni<Void> answered(
      ContainerRequestContext request, ContainerResponseContext response, ResourceInfo resource) {
    Optional<Endpoint> endpoint = endpoint(resource).filter(it -> !permissions.asks(it));
    Optional<Attribution> asked = endpoint.flatMap(it -> scopes.attribution());
    if (asked.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    // PostgreSQL keeps no zero in a text.
    String path = request.getUriInfo().getPath().replace("\0", "%00");
    // The answer stands, and so do its changes, which are in the chain already.
    return log.add(asked.get(), endpoint.orElseThrow().toString(), path, response.getStatus())
        .onFailure()
        .invoke(
            failure -> LOG.errorf(failure, "%s is not in the audit log", endpoint.orElseThrow()))
        .onFailure()
        .recoverWithNull();
  }

  /** Empty for a path that nothing serves. */
  private static Optional<Endpoint> endpoint(ResourceInfo resource) {
    return Optional.ofNullable(resource.getResourceMethod())
        .flatMap(method -> Endpoint.of(resource.getResourceClass(), method));
  }
}
