package io.tradewind.server.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What traces are sent to: OTLP over HTTP, as protobuf, on this machine. */
public final class Collector implements AutoCloseable {
  /** Numbers of fields of {@code opentelemetry.proto.trace.v1}. */
  private static final int RESOURCE_SPANS = 1;

  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;
  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int PARENT_SPAN_ID = 4;
  private static final int NAME = 5;

  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();

  /**
   * @param trace in hexadecimal digits, as {@code id} and {@code parent}
   * @param parent empty for the first of a trace
   */
  public record Span(String trace, String id, String parent, String name) {}

  public Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Span> spans() {
    return List.copyOf(spans);
  }

  private void take(HttpExchange exchange) throws IOException {
    UnknownFieldSet request = UnknownFieldSet.parseFrom(exchange.getRequestBody().readAllBytes());
    for (UnknownFieldSet resource : parts(request, RESOURCE_SPANS)) {
      for (UnknownFieldSet scope : parts(resource, SCOPE_SPANS)) {
        for (UnknownFieldSet span : parts(scope, SPANS)) {
          spans.add(
              new Span(
                  hex(span, TRACE_ID),
                  hex(span, SPAN_ID),
                  hex(span, PARENT_SPAN_ID),
                  bytes(span, NAME).toStringUtf8()));
        }
      }
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static List<UnknownFieldSet> parts(UnknownFieldSet message, int field)
      throws IOException {
    List<UnknownFieldSet> parts = new ArrayList<>();
    for (ByteString part : message.getField(field).getLengthDelimitedList()) {
      parts.add(UnknownFieldSet.parseFrom(part));
    }
    return parts;
  }

  private static String hex(UnknownFieldSet span, int field) {
    return HexFormat.of().formatHex(bytes(span, field).toByteArray());
  }

  private static ByteString bytes(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().stream()
        .findFirst()
        .orElse(ByteString.EMPTY);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
