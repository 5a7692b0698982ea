package io.tradewind.server.lease;

import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.server.account.AccountMachines;
import io.tradewind.server.boot.FreshMachines;
import io.tradewind.server.feed.ProviderRegistry;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/** The providers as they are, with a point before and after every call to one. */
@Alternative
@Singleton
class CrashingMachines extends Machines {
  CrashingMachines(ProviderRegistry providers, AccountMachines accounts, FreshMachines fresh) {
    super(providers, accounts, fresh);
  }

  @Override
  Instance start(LeaseEntity lease, Offer offer) throws ProviderException {
    Crashes.point("before a start");
    Instance started = super.start(lease, offer);
    Crashes.point("after a start");
    return started;
  }

  @Override
  boolean exists(LeaseEntity lease) throws ProviderException {
    Crashes.point("before a look at the machine");
    return super.exists(lease);
  }

  @Override
  void stop(LeaseEntity lease) throws ProviderException {
    Crashes.point("before a stop");
    super.stop(lease);
    Crashes.point("after a stop");
  }
}
