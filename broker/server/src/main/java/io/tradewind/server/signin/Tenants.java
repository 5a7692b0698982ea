package io.tradewind.server.signin;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.common.vertx.VertxContext;
import io.tradewind.server.database.Attribution;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.Scopes;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The one place that binds what is read and written to a tenant. What runs for a request acts for
 * the organization of its caller; what runs for no request is the broker's own work.
 */
@Singleton
public class Tenants implements Scopes {
  /** The organization and project of standalone mode, and the first ones of any other. */
  public static final UUID DEFAULT_ORGANIZATION =
      UUID.fromString("00000000-0000-4000-8000-000000000001");

  public static final UUID DEFAULT_PROJECT =
      UUID.fromString("00000000-0000-4000-8000-000000000002");

  /** The owner of a standalone broker. */
  static final UUID OWNER = UUID.fromString("00000000-0000-4000-8000-000000000003");

  /**
   * Agents bring credentials of their own, and what they may touch is checked where they are
   * served; health is the broker's own.
   */
  private static final List<String> OF_BROKER = List.of("/agent/", "/q/");

  private final CurrentVertxRequest requests;

  Tenants(CurrentVertxRequest requests) {
    this.requests = requests;
  }

  @Override
  public Scope current() {
    return request().map(Tenants::of).or(Tenants::ofContext).orElse(Scope.BROKER);
  }

  @Override
  public Optional<Attribution> attribution() {
    return request()
        .map(request -> Attributions.of(request, identity(request)))
        .orElseGet(() -> local(Attribution.class));
  }

  private Optional<RoutingContext> request() {
    return Arc.container().requestContext().isActive()
        ? Optional.ofNullable(requests.getCurrent())
        : Optional.empty();
  }

  private static Scope of(RoutingContext request) {
    if (OF_BROKER.stream().anyMatch(request.normalizedPath()::startsWith)) {
      return Scope.BROKER;
    }
    return identity(request).flatMap(Tenants::organization).map(Scope::of).orElse(Scope.NOBODY);
  }

  private static Optional<SecurityIdentity> identity(RoutingContext request) {
    return Optional.ofNullable(request.user())
        .filter(QuarkusHttpUser.class::isInstance)
        .map(user -> ((QuarkusHttpUser) user).getSecurityIdentity());
  }

  private static Optional<UUID> organization(SecurityIdentity identity) {
    return Optional.ofNullable(identity.getAttribute(Caller.ORGANIZATION));
  }

  /** What a transaction calls for acts in the name of that transaction. */
  private static Optional<Scope> ofContext() {
    return local(Scope.class);
  }

  private static <T> Optional<T> local(Class<T> type) {
    Context context = Vertx.currentContext();
    return context == null || !VertxContext.isDuplicatedContext(context)
        ? Optional.empty()
        : Optional.ofNullable(context.getLocal(type));
  }
}
