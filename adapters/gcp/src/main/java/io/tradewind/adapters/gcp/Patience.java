package io.tradewind.adapters.gcp;

import com.google.api.gax.rpc.UnaryCallSettings;
import java.time.Duration;

/** Google's clients repeat a failing call for minutes; the broker has its own back-off. */
final class Patience {
  private Patience() {}

  static void none(UnaryCallSettings.Builder<?, ?> call, Duration limit) {
    // The client's own type of duration.
    call.setSimpleTimeoutNoRetries(org.threeten.bp.Duration.ofMillis(limit.toMillis()));
  }
}
