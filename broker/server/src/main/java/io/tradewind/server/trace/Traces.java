package io.tradewind.server.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parts of traces that go on after the request in which they began was answered. */
@ApplicationScoped
public class Traces {
  /** The header of W3C Trace Context, and what it holds: trace, span and whether it is recorded. */
  private static final String TRACEPARENT = "traceparent";

  private static final W3CTraceContextPropagator WIRE = W3CTraceContextPropagator.getInstance();
  private static final Reading READING = new Reading();

  private final Tracer tracer;

  Traces(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Where the caller is in a trace; empty where nothing is traced. */
  public static Optional<String> here() {
    Map<String, String> headers = new HashMap<>();
    WIRE.inject(Context.current(), headers, Map::put);
    return Optional.ofNullable(headers.get(TRACEPARENT));
  }

  /**
   * Begins a part; it ends when it is closed.
   *
   * @param traceparent as {@link #here} gave it; null makes no part
   */
  public Part part(@Nullable String traceparent, String name, Map<String, String> attributes) {
    if (traceparent == null) {
      return Part.NONE;
    }
    return new Part(builder(traceparent, name, attributes).startSpan());
  }

  /** Tells of a part that is over. */
  public void past(
      @Nullable String traceparent,
      String name,
      Instant from,
      Instant to,
      Map<String, String> attributes) {
    if (traceparent != null) {
      builder(traceparent, name, attributes).setStartTimestamp(from).startSpan().end(to);
    }
  }

  private SpanBuilder builder(String traceparent, String name, Map<String, String> attributes) {
    SpanBuilder builder =
        tracer
            .spanBuilder(name)
            .setParent(WIRE.extract(Context.root(), Map.of(TRACEPARENT, traceparent), READING));
    attributes.forEach(builder::setAttribute);
    return builder;
  }

  /** Something that is being done. */
  public static final class Part implements AutoCloseable {
    public static final Part NONE = new Part(Span.getInvalid());

    private final Span span;

    private Part(Span span) {
      this.span = span;
    }

    /** It did not do what it was to do. */
    public void failed(Exception why) {
      span.setStatus(StatusCode.ERROR, String.valueOf(why.getMessage()));
    }

    @Override
    public void close() {
      span.end();
    }
  }

  private static final class Reading implements TextMapGetter<Map<String, String>> {
    @Override
    public Iterable<String> keys(Map<String, String> headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> headers, String name) {
      return headers == null ? null : headers.get(name);
    }
  }
}
