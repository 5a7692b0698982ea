package io.tradewind.server.problem;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/** One name for a request in its reply, in the log and in what the caller reports. */
public final class RequestId {
  public static final String HEADER = "X-Request-Id";

  private static final String KEY = "tradewind.request-id";
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestId() {}

  /** Takes the caller's id when it is harmless in a log line, else makes one. */
  public static void assign(RoutingContext context) {
    var id =
        Optional.<String>ofNullable(context.get(KEY))
            .or(() -> Optional.ofNullable(context.request().getHeader(HEADER)))
            .filter(given -> HARMLESS.matcher(given).matches())
            .orElseGet(() -> UUID.randomUUID().toString());
    context.put(KEY, id);
    context.response().putHeader(HEADER, id);
    MDC.put("requestId", id);
  }

  public static String of(RoutingContext context) {
    return Optional.<String>ofNullable(context.get(KEY)).orElse("unknown");
  }
}
