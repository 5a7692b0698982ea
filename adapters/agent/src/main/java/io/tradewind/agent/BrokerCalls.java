package io.tradewind.agent;

import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.Enrolment;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.api.agent.SelfTestReport;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The protocol, typed. Fetches a bearer token when there is none and renews it before it expires.
 * Every answer that proves a bearer token good is word from the broker, and renews the leases' time
 * to live.
 */
final class BrokerCalls {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration DOWNLOAD = Duration.ofMinutes(5);

  private record Bearer(String token, Instant renewAt) {}

  private final Http http;
  private final Identity identity;
  private final Clock clock;
  private final Runnable onContact;
  private Optional<Bearer> bearer = Optional.empty();

  /**
   * @param onContact told after every answer to an authenticated call
   */
  BrokerCalls(Http http, Identity identity, Clock clock, Runnable onContact) {
    this.http = http;
    this.identity = identity;
    this.clock = clock;
    this.onContact = onContact;
  }

  Enrolment.Reply enrol(Enrolment.Request request)
      throws BrokerAwayException, RefusedException, InterruptedException {
    byte[] reply =
        http.send("POST", "/agent/v1/enrolments", body(request), Optional.empty(), LIMIT);
    synchronized (this) {
      bearer = Optional.empty();
    }
    return read(reply, Enrolment.Reply.class);
  }

  Heartbeat.Reply heartbeat(Heartbeat heartbeat)
      throws BrokerAwayException, RefusedException, InterruptedException {
    byte[] reply = call("POST", site() + "/heartbeat", body(heartbeat), LIMIT);
    return read(reply, Heartbeat.Reply.class);
  }

  void inventory(Inventory inventory)
      throws BrokerAwayException, RefusedException, InterruptedException {
    call("PUT", site() + "/inventory", body(inventory), LIMIT);
  }

  /**
   * The agent's program. While brokers are replaced, one of another version may answer, which does
   * not carry it: then the next may.
   */
  byte[] program(String sha256) throws BrokerAwayException, RefusedException, InterruptedException {
    return http.fetch("/agent/v1/agent.jar", sha256, DOWNLOAD);
  }

  void changeKey(Enrolment.KeyChange change)
      throws BrokerAwayException, RefusedException, InterruptedException {
    call("PUT", site() + "/key", body(change), LIMIT);
  }

  void selfTest(SelfTestReport report)
      throws BrokerAwayException, RefusedException, InterruptedException {
    call("PUT", site() + "/self-test", body(report), LIMIT);
  }

  /**
   * Waits at the broker until there is something after {@code cursor}; an empty cursor asks for
   * everything.
   */
  LeaseWork.Page work(String cursor, Duration wait)
      throws BrokerAwayException, RefusedException, InterruptedException {
    String query =
        "?after=%s&wait=%d"
            .formatted(URLEncoder.encode(cursor, StandardCharsets.UTF_8), wait.toSeconds());
    byte[] reply = call("GET", site() + "/leases" + query, Optional.empty(), wait.plusSeconds(15));
    return read(reply, LeaseWork.Page.class);
  }

  void status(String leaseId, LeaseReport.Status status)
      throws BrokerAwayException, RefusedException, InterruptedException {
    call("PUT", lease(leaseId) + "/status", body(status), LIMIT);
  }

  /** The number of lines that are safe with the broker. */
  long logs(String leaseId, LeaseReport.Logs logs)
      throws BrokerAwayException, RefusedException, InterruptedException {
    byte[] reply = call("POST", lease(leaseId) + "/logs", body(logs), LIMIT);
    return read(reply, LeaseReport.LogsReply.class).nextSequence();
  }

  void usage(String leaseId, LeaseReport.Usage usage)
      throws BrokerAwayException, RefusedException, InterruptedException {
    call("POST", lease(leaseId) + "/usage", body(usage), LIMIT);
  }

  /** The provider takes the machine of the lease back. */
  void reclaim(String leaseId, LeaseReport.Reclaim reclaim)
      throws BrokerAwayException, RefusedException, InterruptedException {
    call("POST", lease(leaseId) + "/reclaim", body(reclaim), LIMIT);
  }

  private byte[] call(String method, String path, Optional<byte[]> body, Duration limit)
      throws BrokerAwayException, RefusedException, InterruptedException {
    String token = token();
    try {
      return authenticated(method, path, body, token, limit);
    } catch (RefusedException e) {
      if (e.refusal() != AgentRefusal.BEARER_REFUSED) {
        throw e;
      }
      forget(token);
    }
    try {
      return authenticated(method, path, body, token(), limit);
    } catch (RefusedException e) {
      if (e.refusal() != AgentRefusal.BEARER_REFUSED) {
        throw e;
      }
      throw new BrokerAwayException(
          "a fresh bearer token is refused: " + e.getMessage(), Optional.empty(), e);
    }
  }

  private byte[] authenticated(
      String method, String path, Optional<byte[]> body, String token, Duration limit)
      throws BrokerAwayException, RefusedException, InterruptedException {
    byte[] answer = http.send(method, path, body, Optional.of(token), limit);
    onContact.run();
    return answer;
  }

  private synchronized String token()
      throws BrokerAwayException, RefusedException, InterruptedException {
    if (bearer.isEmpty() || !clock.instant().isBefore(bearer.get().renewAt())) {
      bearer = Optional.of(fetch());
    }
    return bearer.get().token();
  }

  private synchronized void forget(String token) {
    bearer = bearer.filter(held -> !held.token().equals(token));
  }

  private Bearer fetch() throws BrokerAwayException, RefusedException, InterruptedException {
    try {
      return fetchOnce();
    } catch (RefusedException e) {
      if (e.refusal() != AgentRefusal.ASSERTION_REFUSED) {
        throw e;
      }
    }
    // The refusal's date has set our clock meanwhile: a wrong clock is the usual cause.
    try {
      return fetchOnce();
    } catch (RefusedException e) {
      if (e.refusal() != AgentRefusal.ASSERTION_REFUSED) {
        throw e;
      }
      throw new BrokerAwayException("a fresh assertion is refused", Optional.empty(), e);
    }
  }

  private Bearer fetchOnce() throws BrokerAwayException, RefusedException, InterruptedException {
    Instant now = clock.instant();
    var request = new Enrolment.TokenRequest(identity.assertion(now));
    byte[] reply = http.send("POST", "/agent/v1/tokens", body(request), Optional.empty(), LIMIT);
    Enrolment.TokenReply token = read(reply, Enrolment.TokenReply.class);
    return new Bearer(token.accessToken(), now.plusSeconds(token.expiresInSeconds() * 4 / 5));
  }

  private String site() {
    return "/agent/v1/sites/" + identity.siteId();
  }

  private static String lease(String leaseId) {
    return "/agent/v1/leases/" + leaseId;
  }

  private static Optional<byte[]> body(Object message) {
    return Optional.of(Json.write(message));
  }

  private static <T> T read(byte[] json, Class<T> type) throws BrokerAwayException {
    try {
      return Json.read(json, type);
    } catch (IOException e) {
      throw new BrokerAwayException(
          "the answer is no " + type.getSimpleName(), Optional.empty(), e);
    }
  }
}
