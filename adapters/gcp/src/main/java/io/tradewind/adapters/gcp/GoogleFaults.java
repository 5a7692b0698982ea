package io.tradewind.adapters.gcp;

import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names a failure of Google's clients by the broker's next move. */
final class GoogleFaults {
  // Google says 403 for a request too many, and 400 for a key or a grant that it does not accept.
  private static final Pattern TOO_MANY =
      Pattern.compile("rateLimitExceeded|RATE_LIMIT_EXCEEDED|RESOURCE_EXHAUSTED");
  private static final Pattern REFUSED = Pattern.compile("API_KEY_INVALID|invalid_grant|API key");
  private static final int LONGEST_EVIDENCE = 300;

  private final Optional<Secret> secret;

  /**
   * @param secret what an answer may repeat and a message must not
   */
  GoogleFaults(Optional<Secret> secret) {
    this.secret = secret;
  }

  /**
   * @param call what was asked, for people
   */
  ProviderException name(String call, ApiException failure) {
    List<Throwable> chain = chain(failure);
    if (failure.getStatusCode().getTransportCode() instanceof Status.Code code) {
      return overGrpc(call, failure, code, chain);
    }
    Optional<HttpResponseException> reply = first(chain, HttpResponseException.class);
    Optional<Duration> wait = reply.flatMap(GoogleFaults::retryAfter);
    String evidence = reply.map(GoogleFaults::evidence).orElseGet(() -> deepest(chain));
    return new ProviderException(
        GcpProvider.ID,
        fault(failure, chain, reply, wait.isPresent()),
        "%s failed: %s".formatted(call, scrubbed(evidence)),
        wait,
        isClean(chain) ? failure : null);
  }

  private ProviderException overGrpc(
      String call, ApiException failure, Status.Code code, List<Throwable> chain) {
    return new ProviderException(
        GcpProvider.ID,
        fault(code),
        "%s failed: %s".formatted(call, scrubbed("%s %s".formatted(code, deepest(chain)))),
        retryDelay(failure),
        isClean(chain) ? failure : null);
  }

  private static Fault fault(Status.Code code) {
    return switch (code) {
      case RESOURCE_EXHAUSTED -> Fault.THROTTLED;
      case UNAUTHENTICATED, PERMISSION_DENIED -> Fault.CREDENTIALS_REFUSED;
      case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, ABORTED, CANCELLED -> Fault.UNREACHABLE;
      case OK,
          UNKNOWN,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          DATA_LOSS ->
          Fault.UNEXPECTED;
    };
  }

  private static Optional<Duration> retryDelay(ApiException failure) {
    return Optional.ofNullable(failure.getErrorDetails())
        .flatMap(details -> Optional.ofNullable(details.getRetryInfo()))
        .map(info -> Duration.ofSeconds(info.getRetryDelay().getSeconds()));
  }

  private static Fault fault(
      ApiException failure,
      List<Throwable> chain,
      Optional<HttpResponseException> reply,
      boolean asksToWait) {
    if (reply.isPresent()) {
      return fault(reply.get().getStatusCode(), evidence(reply.get()), asksToWait);
    }
    if (failure.getStatusCode().getCode() == StatusCode.Code.DEADLINE_EXCEEDED) {
      return Fault.UNREACHABLE;
    }
    boolean isRubbish = first(chain, InvalidProtocolBufferException.class).isPresent();
    boolean isLost = first(chain, IOException.class).isPresent();
    return isLost && !isRubbish ? Fault.UNREACHABLE : Fault.UNEXPECTED;
  }

  private static Fault fault(int status, String body, boolean asksToWait) {
    if (status == 429 || (status == 503 && asksToWait)) {
      return Fault.THROTTLED;
    }
    if (status == 403 && TOO_MANY.matcher(body).find()) {
      return Fault.THROTTLED;
    }
    if (status == 401 || status == 403 || (status == 400 && REFUSED.matcher(body).find())) {
      return Fault.CREDENTIALS_REFUSED;
    }
    return status == 408 || status >= 500 ? Fault.UNREACHABLE : Fault.UNEXPECTED;
  }

  private static Optional<Duration> retryAfter(HttpResponseException reply) {
    String seconds = String.valueOf(reply.getHeaders().getRetryAfter());
    return seconds.matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
        : Optional.empty();
  }

  private static String evidence(HttpResponseException reply) {
    return "%d %s".formatted(reply.getStatusCode(), String.valueOf(reply.getContent()));
  }

  private static String deepest(List<Throwable> chain) {
    Throwable last = chain.get(chain.size() - 1);
    return last.getClass().getSimpleName() + ": " + last.getMessage();
  }

  private String scrubbed(String text) {
    String clean = text.replaceAll("\\s+", " ").strip();
    if (secret.isPresent()) {
      clean = clean.replace(secret.get().reveal(), secret.get().toString());
    }
    return clean.length() <= LONGEST_EVIDENCE ? clean : clean.substring(0, LONGEST_EVIDENCE) + "…";
  }

  private boolean isClean(List<Throwable> chain) {
    return secret.isEmpty()
        || chain.stream()
            .noneMatch(link -> String.valueOf(link.getMessage()).contains(secret.get().reveal()));
  }

  private static <T> Optional<T> first(List<Throwable> chain, Class<T> type) {
    return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable link = failure; link != null && !chain.contains(link); link = link.getCause()) {
      chain.add(link);
    }
    return chain;
  }
}
