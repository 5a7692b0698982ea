package io.tradewind.server.alert;

import io.tradewind.server.agent.Hashes;
import io.tradewind.server.alert.WebhookAddress.RefusedException;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes addresses that users want messages at. */
@ApplicationScoped
public class Webhooks {
  private static final int LONGEST_URL = 2_000;

  private final WebhookAddress addresses;

  Webhooks(TradewindConfig config) {
    addresses = new WebhookAddress(config.alerts().allowPrivateAddresses());
  }

  /** An address that may be called, with a fresh secret that signs what is sent there. */
  public record Accepted(String url, String secret) {
    @Override
    public String toString() {
      return url;
    }
  }

  /**
   * @return empty for no address
   * @throws ProblemException 400 naming {@code webhookUrl} for one that is not called
   */
  public Optional<Accepted> accept(@Nullable String url) {
    if (url == null || url.isBlank()) {
      return Optional.empty();
    }
    try {
      if (url.length() > LONGEST_URL) {
        throw new RefusedException("it is longer than %d characters".formatted(LONGEST_URL));
      }
      URI parsed = addresses.parse(url.strip());
      return Optional.of(new Accepted(parsed.toString(), Hashes.randomToken("twh_")));
    } catch (RefusedException e) {
      throw ProblemException.field(
          "webhookUrl",
          "The webhook cannot be called: %s.".formatted(e.getMessage()),
          "Use an https address on the public internet; tradewind.alerts.allow-private-addresses"
              + " allows others.");
    }
  }
}
