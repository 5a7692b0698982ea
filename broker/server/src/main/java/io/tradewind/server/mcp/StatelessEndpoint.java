package io.tradewind.server.mcp;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.problem.Problem;
import io.tradewind.server.problem.Problems;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * One address, one method, no session. A session would live in this process, and the next message
 * may reach another broker; so none is told of, and one that is named is not looked for. The older
 * transport, which needs one, is closed.
 */
@ApplicationScoped
class StatelessEndpoint {
  private static final String PATH = "/mcp";
  private static final String SESSION = "Mcp-Session-Id";
  private static final int AFTER_AUTHORIZATION = 20;

  private final boolean enabled;

  StatelessEndpoint(TradewindConfig config) {
    enabled = config.mcp().enabled();
  }

  void register(@Observes Filters filters) {
    filters.register(this::pass, AFTER_AUTHORIZATION);
  }

  private void pass(RoutingContext context) {
    String path = context.normalizedPath();
    if (path.equals(PATH) && enabled) {
      message(context);
    } else if (path.equals(PATH) || path.startsWith(PATH + "/")) {
      Problems.send(context, closed());
    } else {
      context.next();
    }
  }

  private static void message(RoutingContext context) {
    if (!context.request().method().equals(HttpMethod.POST)) {
      context.response().putHeader("Allow", "POST");
      Problems.send(
          context,
          new Problem(
              405,
              "post_only",
              "Messages of the Model Context Protocol are posted here, one by one; there is no"
                  + " session to listen to or to end.",
              List.of()));
      return;
    }
    context.request().headers().remove(SESSION);
    context.addHeadersEndHandler(sent -> context.response().headers().remove(SESSION));
    context.next();
  }

  private Problem closed() {
    return new Problem(
        404,
        "not_found",
        enabled
            ? "The Model Context Protocol is spoken at /mcp alone, over streamable HTTP."
            : "This broker speaks no Model Context Protocol: tradewind.mcp.enabled is false.",
        List.of());
  }
}
