package io.tradewind.server.testing;

import io.tradewind.api.Capability;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A provider that does what a test tells it to. */
public final class Probe implements Provider {
  private static final Map<String, Probe> BY_NAME = new ConcurrentHashMap<>();

  private final ProviderId id;
  private volatile Script script = () -> OfferFeed.of(List.of());

  /** What a call of the provider does. */
  public interface Script {
    OfferFeed call() throws ProviderException, InterruptedException;
  }

  private Probe(String name) {
    id = new ProviderId(name);
  }

  /** The one with this name, in the broker under test as in the test. */
  public static Probe named(String name) {
    return BY_NAME.computeIfAbsent(name, Probe::new);
  }

  public void does(Script next) {
    script = next;
  }

  public void tells(List<Offer> offers) {
    does(() -> OfferFeed.of(offers));
  }

  @Override
  public ProviderId id() {
    return id;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SPOT);
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    try {
      return script.call();
    } catch (InterruptedException e) {
      throw new ProviderException(id, ProviderException.Fault.UNREACHABLE, "interrupted", e);
    }
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
