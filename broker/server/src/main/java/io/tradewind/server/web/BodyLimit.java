package io.tradewind.server.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.tradewind.server.problem.Problems;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses an announced body that is too large, before anything is read. The framework would refuse
 * it too, but with an empty reply and by cutting the connection, so that the client sees a broken
 * pipe instead of the reason.
 */
@Singleton
class BodyLimit implements Handler<RoutingContext> {
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
  private static final long MOST_TO_SWALLOW_BYTES = 64L << 20;

  private final long limitBytes;

  BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
    this.limitBytes = limit.asLongValue();
  }

  @Override
  public void handle(RoutingContext context) {
    long announced =
        Optional.ofNullable(context.request().getHeader(HttpHeaders.CONTENT_LENGTH))
            .filter(text -> LENGTH.matcher(text).matches())
            .map(Long::parseLong)
            .orElse(0L);
    if (announced <= limitBytes) {
      context.next();
      return;
    }
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    swallow(context.request(), announced);
    Problems.send(context, Problems.bodyTooLarge(limitBytes));
  }

  /** A client that is still sending reads the reply only when it is done. */
  private static void swallow(HttpServerRequest request, long announced) {
    if (announced <= MOST_TO_SWALLOW_BYTES) {
      request.handler(ignored -> {});
      request.resume();
    }
  }
}
