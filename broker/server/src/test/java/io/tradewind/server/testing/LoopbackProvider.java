package io.tradewind.server.testing;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.Capability;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.SiteDirectory;
import io.tradewind.testkit.FakeCloud;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An adapter's real provider over its cloud on this machine. What a provider remembers goes with
 * its process: {@link #restart} and {@link #inAnotherProcess} give it a memory of its own.
 */
public final class LoopbackProvider implements Provider, Provisioner {
  private final FakeCloud cloud;
  private final ProviderContext context;
  private final ThreadLocal<Provider> elsewhere = new ThreadLocal<>();
  private volatile Provider here;

  LoopbackProvider(FakeCloud cloud, ProviderContext server) {
    this.cloud = cloud;
    this.context = new Context(cloud, server.clock(), server.sites());
    this.here = made();
  }

  public FakeCloud cloud() {
    return cloud;
  }

  /** The process has died, and another has come up. */
  public void restart() {
    Provider before = here;
    here = made();
    before.close();
  }

  /** Runs the work as a process beside this one would. */
  public void inAnotherProcess(Runnable work) {
    Provider other = made();
    elsewhere.set(other);
    try {
      work.run();
    } finally {
      elsewhere.remove();
      other.close();
    }
  }

  private Provider made() {
    return cloud.factory().create(context).get(0);
  }

  private Provider current() {
    Provider other = elsewhere.get();
    return other == null ? here : other;
  }

  private Provisioner machines() {
    return current().provisioner().orElseThrow();
  }

  @Override
  public ProviderId id() {
    return here.id();
  }

  @Override
  public Set<Capability> capabilities() {
    return here.capabilities();
  }

  /** Only what machines are made of without end. */
  @Override
  public OfferFeed offers() throws ProviderException {
    return OfferFeed.of(current().offers().offers().stream().filter(cloud::makes).toList());
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.of(this);
  }

  @Override
  public Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap) throws ProviderException {
    return machines().start(lease, offer, bootstrap);
  }

  @Override
  public Optional<Instance> find(LeaseId lease) throws ProviderException {
    return machines().find(lease);
  }

  @Override
  public List<Instance> owned() throws ProviderException {
    return machines().owned();
  }

  @Override
  public void stop(LeaseId lease) throws ProviderException {
    machines().stop(lease);
  }

  @Override
  public void close() {
    here.close();
    cloud.close();
  }

  private record Context(FakeCloud cloud, Clock clock, SiteDirectory sites)
      implements ProviderContext {
    @Override
    public Optional<String> setting(String key) {
      String declared =
          cloud.factory().settings().stream()
              .filter(it -> it.key().equals(key))
              .map(ProviderFactory.Setting::defaultValue)
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(key + " is not declared."));
      return Optional.of(cloud.settings().getOrDefault(key, declared))
          .filter(value -> !value.isBlank());
    }
  }
}
