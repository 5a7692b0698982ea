package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final long SECOND = 1_000_000;

  private final AtomicInteger status = new AtomicInteger(503);
  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer workload;

  ReadinessTest() throws IOException {
    workload = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void listen() {
    workload.createContext(
        "/health",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    workload.start();
  }

  @AfterEach
  void close() {
    workload.stop(0);
  }

  @Test
  void itIsReadyAsLongAsItSaysSo() {
    Readiness readiness = Readiness.of(run("/health")).orElseThrow();
    assertThat(readiness.isReady()).as("nothing is known yet").isNull();

    readiness.tick(0).join();
    assertThat(readiness.isReady()).isFalse();

    status.set(200);
    readiness.tick(2 * SECOND).join();
    assertThat(readiness.isReady()).isTrue();

    workload.stop(0);
    readiness.tick(4 * SECOND).join();
    assertThat(readiness.isReady()).as("after it went away").isFalse();
  }

  @Test
  void itIsAskedEveryOtherSecond() {
    Readiness readiness = Readiness.of(run("/health")).orElseThrow();
    for (int tenth = 0; tenth < 40; tenth++) {
      readiness.tick(tenth * SECOND / 10).join();
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void whatSaysNoPathIsNotAsked() {
    assertThat(Readiness.of(run(null))).isEmpty();
    assertThat(Readiness.of(null)).isEmpty();
  }

  private LeaseWork.Run run(@Nullable String path) {
    return new LeaseWork.Run(
        "w",
        "web",
        null,
        "",
        "serve",
        Map.of(),
        1,
        64,
        0,
        1,
        null,
        "",
        true,
        new LeaseWork.Service(workload.getAddress().getPort(), path));
  }
}
