package io.tradewind.adapters.catalog;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.OfferFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves one small catalogue on this machine, and misbehaves for one request when it is told to.
 */
final class CatalogServer implements OfferFaults, AutoCloseable {
  private static final byte[] BODY =
      Catalogs.gzipped(Catalogs.NORMALIZED + Catalogs.h100("98.32", "39.1"));
  private static final String PATH = "/lists/offers.csv.gz";

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile int nextStatus = 200;
  private volatile String retryAfter = "";
  private volatile boolean stalling;

  CatalogServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(workers);
    server.createContext(PATH, this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), PATH);
  }

  void answerNext(int status, String retryAfterHeader) {
    nextStatus = status;
    retryAfter = retryAfterHeader;
  }

  /** From now on half a file is sent, and then nothing. */
  void stall() {
    stalling = true;
  }

  @Override
  public void failNextOffers(Fault fault) {
    answerNext(fault == Fault.THROTTLED ? 429 : fault == Fault.CREDENTIALS_REFUSED ? 403 : 500, "");
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    int status = nextStatus;
    nextStatus = 200;
    if (!retryAfter.isEmpty()) {
      exchange.getResponseHeaders().set("Retry-After", retryAfter);
    }
    exchange.sendResponseHeaders(status, status == 200 ? BODY.length : -1);
    if (status == 200) {
      exchange.getResponseBody().write(BODY, 0, stalling ? BODY.length / 2 : BODY.length);
      exchange.getResponseBody().flush();
    }
    if (!stalling) {
      exchange.close();
    }
  }
}
