package io.tradewind.server.lease;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.Capability;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.server.account.AccountMachines;
import io.tradewind.server.boot.FreshMachines;
import io.tradewind.server.feed.ProviderRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * The machines of leases at their providers. Whatever an adapter throws comes out as a fault with a
 * next move. Calls block, and belong outside any transaction.
 */
@ApplicationScoped
class Machines {
  /** The sites' own agents wait for work already; nothing has to be brought up. */
  private static final Bootstrap NOTHING_TO_BOOT =
      Bootstrap.enrolled(URI.create("http://127.0.0.1"));

  private final ProviderRegistry providers;
  private final AccountMachines accounts;
  private final FreshMachines fresh;

  Machines(ProviderRegistry providers, AccountMachines accounts, FreshMachines fresh) {
    this.providers = providers;
    this.accounts = accounts;
    this.fresh = fresh;
  }

  Instance start(LeaseEntity lease, Offer offer) throws ProviderException {
    Bootstrap bootstrap = boots(lease) ? prepared(lease) : NOTHING_TO_BOOT;
    return call(lease, it -> it.start(lease.leaseId(), offer, bootstrap));
  }

  /** What is wrong with the settings is not mended by trying again. */
  private Bootstrap prepared(LeaseEntity lease) throws ProviderException {
    try {
      return fresh.prepare(lease);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new ProviderException(
          new ProviderId(lease.feed), Fault.UNEXPECTED, String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether the lease's machine comes up empty, rather than being a place on a site. */
  boolean boots(LeaseEntity lease) {
    ProviderId feed = new ProviderId(lease.feed);
    return lease.account != null
        || (providers.find(feed).isPresent() && !providers.claims(feed, Capability.RESIDENT_AGENT));
  }

  boolean exists(LeaseEntity lease) throws ProviderException {
    return find(lease).isPresent();
  }

  Optional<Instance> find(LeaseEntity lease) throws ProviderException {
    return call(lease, it -> it.find(lease.leaseId()));
  }

  /** Asks for the end. The machine may exist for a while after, and tell its last lines. */
  void stop(LeaseEntity lease) throws ProviderException {
    call(
        lease,
        it -> {
          if (boots(lease)) {
            if (!fresh.isSettled(lease) && it.find(lease.leaseId()).isPresent()) {
              return false;
            }
            fresh.dismiss(lease);
          }
          it.stop(lease.leaseId());
          return true;
        });
  }

  private interface Call<T> {
    T on(Provisioner provisioner) throws ProviderException;
  }

  private <T> T call(LeaseEntity lease, Call<T> call) throws ProviderException {
    ProviderId feed = new ProviderId(lease.feed);
    UUID account = lease.account;
    try {
      return account == null
          ? call.on(ofTheBroker(feed))
          : accounts.on(account, machines -> call.on(machines));
    } catch (RuntimeException e) {
      throw new ProviderException(feed, Fault.UNEXPECTED, "the adapter failed: " + e, e);
    }
  }

  private Provisioner ofTheBroker(ProviderId feed) throws ProviderException {
    Optional<Provisioner> provisioner = providers.find(feed).flatMap(Provider::provisioner);
    if (provisioner.isEmpty()) {
      throw new ProviderException(
          feed, Fault.UNREACHABLE, "this broker runs without the adapter that holds the lease");
    }
    return provisioner.get();
  }
}
