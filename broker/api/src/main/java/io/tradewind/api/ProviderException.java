package io.tradewind.api;

import java.time.Duration;
import java.util.Optional;

/** A provider's failure, named by what the broker does next. The message never holds a secret. */
public class ProviderException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The broker's next move. */
  public enum Fault {
    /** Take the next offer; this pool's memory decays. */
    NO_CAPACITY,
    /** Take the next offer; tell the operator which quota. */
    QUOTA_EXCEEDED,
    /** Wait, then repeat. */
    THROTTLED,
    /** Wait, then repeat; offers age meanwhile. */
    UNREACHABLE,
    /** Stop using the provider until its credentials change. */
    CREDENTIALS_REFUSED,
    /** Do not repeat; keep the evidence. */
    UNEXPECTED
  }

  private final ProviderId provider;
  private final Fault fault;
  private final Optional<Duration> retryAfter;

  public ProviderException(ProviderId provider, Fault fault, String message) {
    this(provider, fault, message, Optional.empty(), null);
  }

  public ProviderException(ProviderId provider, Fault fault, String message, Throwable cause) {
    this(provider, fault, message, Optional.empty(), cause);
  }

  /**
   * @param retryAfter how long the provider itself asked to wait
   */
  public ProviderException(
      ProviderId provider,
      Fault fault,
      String message,
      Optional<Duration> retryAfter,
      @org.jspecify.annotations.Nullable Throwable cause) {
    super("%s: %s".formatted(provider, message), cause);
    this.provider = provider;
    this.fault = fault;
    this.retryAfter = retryAfter;
  }

  public ProviderId provider() {
    return provider;
  }

  public Fault fault() {
    return fault;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
