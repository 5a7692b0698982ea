package io.tradewind.server.web;

import io.tradewind.server.problem.Problems;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses a body that is too large. The framework would refuse it too, but with an empty reply and
 * by cutting the connection, so that the client sees a broken pipe instead of the reason.
 */
@Singleton
class BodyLimit implements Handler<RoutingContext> {
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
  private static final long MOST_TO_SWALLOW_BYTES = 64L << 20;

  private static final long MOST_BYTES = 1L << 20;

  /** Read from the wire to the disk, and for who may bring them alone. */
  private static final String BILLS = "/api/v1/provider-bills";

  @Override
  public void handle(RoutingContext context) {
    var request = context.request();
    boolean isChunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (context.normalizedPath().equals(BILLS)) {
      context.next();
    } else if (isChunked && context.body().buffer() == null) {
      new Unannounced(context).read();
    } else if (announced(request) > MOST_BYTES) {
      refuse(context);
    } else {
      context.next();
    }
  }

  private static long announced(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_LENGTH))
        .filter(text -> LENGTH.matcher(text).matches())
        .map(Long::parseLong)
        .orElse(0L);
  }

  /**
   * A client that is still sending reads the reply only when it is done, so the rest is swallowed.
   */
  private void refuse(RoutingContext context) {
    var request = context.request();
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    request.handler(
        ignored -> {
          if (request.bytesRead() > MOST_TO_SWALLOW_BYTES) {
            request.connection().close();
          }
        });
    request.resume();
    Problems.send(context, Problems.bodyTooLarge(MOST_BYTES));
  }

  /** A body that comes in chunks shows its length only while it is read. */
  private final class Unannounced {
    private final RoutingContext context;
    private final Buffer body = Buffer.buffer();
    private boolean isRefused;

    Unannounced(RoutingContext context) {
      this.context = context;
    }

    void read() {
      context.request().handler(this::take);
      context.request().endHandler(ended -> complete());
      context.request().resume();
    }

    private void take(Buffer chunk) {
      if (body.length() + chunk.length() <= MOST_BYTES) {
        body.appendBuffer(chunk);
      } else {
        isRefused = true;
        refuse(context);
      }
    }

    private void complete() {
      if (!isRefused) {
        ((RoutingContextInternal) context).setBody(body);
        context.next();
      }
    }
  }
}
