package io.tradewind.server.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tradewind.server.problem.RequestId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What every request passes before it reaches a resource or a file, in this order. */
@ApplicationScoped
class RequestChain {
  /** The framework authenticates at 200 and authorizes at 100; higher comes first. */
  private static final int FIRST = 1_000;

  private static final int AFTER_AUTHORIZATION = 10;

  private final LoopbackOnly loopbackOnly;
  private final SameSite sameSite;
  private final BodyLimit bodyLimit;
  private final Portal portal;

  RequestChain(LoopbackOnly loopbackOnly, SameSite sameSite, BodyLimit bodyLimit, Portal portal) {
    this.loopbackOnly = loopbackOnly;
    this.sameSite = sameSite;
    this.bodyLimit = bodyLimit;
    this.portal = portal;
  }

  void register(@Observes Filters filters) {
    filters.register(
        context -> {
          RequestId.assign(context);
          context.next();
        },
        FIRST);
    filters.register(new ReplyHeaders(), FIRST - 1);
    filters.register(loopbackOnly, FIRST - 2);
    filters.register(sameSite, FIRST - 3);
    filters.register(bodyLimit, FIRST - 4);
    filters.register(portal, AFTER_AUTHORIZATION);
  }
}
