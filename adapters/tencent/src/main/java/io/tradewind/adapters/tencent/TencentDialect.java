package io.tradewind.adapters.tencent;

import io.tradewind.api.ProviderException.Fault;
import io.tradewind.rest.Call;
import io.tradewind.rest.Dialect;
import io.tradewind.rest.Json;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.ToldFailure;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Signs each call, and names the failures that Tencent Cloud tells in answers of 200. */
final class TencentDialect implements Dialect {
  static final String ACTION = "X-TC-Action";
  private static final String VERSION = "2017-03-12";
  private static final String MEDIA_TYPE = "application/json";

  /** Beginnings of error codes; the first that fits counts. */
  private static final Map<String, Fault> FAULTS = faults();

  private final Signature signature;
  private final Clock clock;

  TencentDialect(Signature signature, Clock clock) {
    this.signature = signature;
    this.clock = clock;
  }

  @Override
  public Map<String, String> sign(Call call, URI address) {
    Instant now = clock.instant();
    String action = call.headers().getOrDefault(ACTION, "");
    String authorization =
        signature.authorization(
            address.getAuthority(), MEDIA_TYPE, action, call.body().orElse(""), now);
    return Map.of(
        "Authorization", authorization,
        "X-TC-Timestamp", String.valueOf(now.getEpochSecond()),
        "X-TC-Version", VERSION);
  }

  /** Failures come with 200; any other status is a gateway's. */
  @Override
  public Optional<Fault> fault(int status, String body) {
    return Optional.empty();
  }

  /** Throws when a response is a failure: {@code {"Error": {"Code": …, "Message": …}}}. */
  static void failIfTold(Json response) throws RefusedRow, ToldFailure {
    Optional<Json> error = response.optionalObject("Error");
    if (error.isPresent()) {
      String code = error.get().text("Code");
      throw new ToldFailure(
          fault(code), "%s: %s".formatted(code, error.get().optionalText("Message").orElse("")));
    }
  }

  private static Fault fault(String code) {
    return FAULTS.entrySet().stream()
        .filter(known -> code.startsWith(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(Fault.UNEXPECTED);
  }

  private static Map<String, Fault> faults() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("RequestLimitExceeded", Fault.THROTTLED);
    faults.put("AuthFailure", Fault.CREDENTIALS_REFUSED);
    faults.put("UnauthorizedOperation", Fault.CREDENTIALS_REFUSED);
    faults.put("ResourceInsufficient", Fault.NO_CAPACITY);
    faults.put("ResourcesSoldOut", Fault.NO_CAPACITY);
    faults.put("LimitExceeded", Fault.QUOTA_EXCEEDED);
    faults.put("InternalError", Fault.UNREACHABLE);
    faults.put("InternalServerError", Fault.UNREACHABLE);
    return faults;
  }
}
