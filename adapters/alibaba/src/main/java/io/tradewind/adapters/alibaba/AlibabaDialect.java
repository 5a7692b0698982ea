package io.tradewind.adapters.alibaba;

import io.tradewind.api.ProviderException.Fault;
import io.tradewind.rest.Call;
import io.tradewind.rest.Dialect;
import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signs each call, and names the failures by the codes of Alibaba Cloud, whose status tells little:
 * an unknown key is a 404, too many calls are a 400.
 */
final class AlibabaDialect implements Dialect {
  static final String ACTION = "x-acs-action";
  private static final String VERSION = "2014-05-26";
  private static final Pattern CODE = Pattern.compile("\"Code\"\\s*:\\s*\"([^\"]{1,100})\"");

  /** Beginnings of error codes; the first that fits counts. */
  private static final Map<String, Fault> FAULTS = faults();

  private final Signature signature;
  private final Clock clock;
  private final Supplier<String> nonces;

  /**
   * @param nonces a text that was never used before, for each call
   */
  AlibabaDialect(Signature signature, Clock clock, Supplier<String> nonces) {
    this.signature = signature;
    this.clock = clock;
    this.nonces = nonces;
  }

  @Override
  public Map<String, String> sign(Call call, URI address) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", address.getAuthority());
    headers.put(ACTION, call.headers().getOrDefault(ACTION, ""));
    headers.put("x-acs-content-sha256", Signature.EMPTY_BODY);
    headers.put("x-acs-date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    headers.put("x-acs-signature-nonce", nonces.get());
    headers.put("x-acs-version", VERSION);
    String query = Optional.ofNullable(address.getRawQuery()).orElse("");
    String authorization = signature.authorization(call.method(), query, headers);
    Map<String, String> sent = new TreeMap<>(headers);
    // The client sets the host itself, and the call has its action.
    sent.remove("host");
    sent.remove(ACTION);
    sent.put("Authorization", authorization);
    return sent;
  }

  @Override
  public Optional<Fault> fault(int status, String body) {
    Matcher code = CODE.matcher(body);
    return code.find() ? fault(code.group(1)) : Optional.empty();
  }

  private static Optional<Fault> fault(String code) {
    return FAULTS.entrySet().stream()
        .filter(known -> code.startsWith(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Map<String, Fault> faults() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("Throttling", Fault.THROTTLED);
    faults.put("InvalidAccessKey", Fault.CREDENTIALS_REFUSED);
    faults.put("InvalidSecurityToken", Fault.CREDENTIALS_REFUSED);
    faults.put("SignatureDoesNotMatch", Fault.CREDENTIALS_REFUSED);
    faults.put("IncompleteSignature", Fault.CREDENTIALS_REFUSED);
    faults.put("InvalidTimeStamp", Fault.CREDENTIALS_REFUSED);
    faults.put("Forbidden", Fault.CREDENTIALS_REFUSED);
    faults.put("NoPermission", Fault.CREDENTIALS_REFUSED);
    faults.put("OperationDenied.NoStock", Fault.NO_CAPACITY);
    faults.put("QuotaExceed", Fault.QUOTA_EXCEEDED);
    faults.put("ServiceUnavailable", Fault.UNREACHABLE);
    faults.put("InternalError", Fault.UNREACHABLE);
    faults.put("SignatureNonceUsed", Fault.UNREACHABLE);
    return faults;
  }
}
