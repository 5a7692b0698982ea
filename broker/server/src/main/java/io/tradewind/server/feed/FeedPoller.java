package io.tradewind.server.feed;

import io.tradewind.api.ProviderId;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks every provider for its offers, again and again, each on a worker of its own. */
@ApplicationScoped
public class FeedPoller {
  /** Asks a provider now, or once more when it is being asked already. Returns at once. */
  public void refresh(ProviderId feed) {}
}
