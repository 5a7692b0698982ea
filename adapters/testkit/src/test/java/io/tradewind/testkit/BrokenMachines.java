package io.tradewind.testkit;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Provisioners that each break one promise. */
final class BrokenMachines {
  private BrokenMachines() {}

  /** A second start makes a second machine. */
  static final class Forgetful extends StubMachines {
    private final List<Instance> made = new ArrayList<>();

    @Override
    public synchronized Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap)
        throws ProviderException {
      running.remove(lease);
      Instance machine = super.start(lease, offer, bootstrap);
      Instance numbered =
          new Instance(
              lease,
              machine.nativeId() + "-" + made.size(),
              machine.region(),
              machine.state(),
              machine.since());
      made.add(numbered);
      return numbered;
    }

    @Override
    public synchronized List<Instance> owned() {
      return List.copyOf(made);
    }
  }

  /** Two leases share a machine. */
  static final class Sharing extends StubMachines {
    @Override
    Instance make(LeaseId lease, Offer offer) {
      return new Instance(
          lease, "the-machine", offer.region(), Instance.State.RUNNING, offer.observedAt());
    }
  }

  static final class Blind extends StubMachines {
    @Override
    public synchronized Optional<Instance> find(LeaseId lease) {
      return Optional.empty();
    }
  }

  /** Finds a machine for a lease that has none. */
  static final class Confused extends StubMachines {
    @Override
    public synchronized Optional<Instance> find(LeaseId lease) {
      return running.values().stream().findFirst();
    }
  }

  static final class Untagged extends StubMachines {
    @Override
    public synchronized List<Instance> owned() {
      return List.of();
    }
  }

  static final class Unstoppable extends StubMachines {
    @Override
    public synchronized void stop(LeaseId lease) {}
  }

  static final class StopsEverything extends StubMachines {
    @Override
    public synchronized void stop(LeaseId lease) {
      running.clear();
    }
  }

  /** Complains about what is gone already. */
  static final class Pedantic extends StubMachines {
    @Override
    public synchronized void stop(LeaseId lease) throws ProviderException {
      if (running.remove(lease) == null) {
        throw new ProviderException(StubFactory.ID, Fault.UNEXPECTED, "there is no such machine");
      }
    }
  }

  static final class Misplaced extends StubMachines {
    @Override
    Instance make(LeaseId lease, Offer offer) {
      return new Instance(
          lease,
          "elsewhere",
          Region.of("stub", "south"),
          Instance.State.RUNNING,
          offer.observedAt());
    }
  }

  /** Calls every failure unexpected. */
  static final class Vague extends StubMachines {
    @Override
    public synchronized Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap)
        throws ProviderException {
      try {
        return super.start(lease, offer, bootstrap);
      } catch (ProviderException e) {
        throw new ProviderException(StubFactory.ID, Fault.UNEXPECTED, "something failed", e);
      }
    }
  }

  /** Leaves a machine behind when a start fails. */
  static final class Littering extends StubMachines {
    @Override
    public synchronized Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap)
        throws ProviderException {
      if (nextStartFault.isPresent()) {
        LeaseId stray = new LeaseId(new UUID(9, 9));
        running.put(stray, make(stray, offer));
      }
      return super.start(lease, offer, bootstrap);
    }
  }

  /** Leaves the disk of a machine that it stops. */
  static final class LeavesDisks extends StubMachines {
    @Override
    public synchronized void stop(LeaseId lease) throws ProviderException {
      boolean had = disks.contains(lease);
      super.stop(lease);
      if (had) {
        disks.add(lease);
      }
    }
  }

  /** Says that nothing is there when it cannot look. */
  static final class Rash extends StubMachines {
    @Override
    public synchronized Optional<Instance> find(LeaseId lease) {
      try {
        return super.find(lease);
      } catch (ProviderException e) {
        return Optional.empty();
      }
    }
  }

  /** Says that it stopped what it could not stop. */
  static final class Pretending extends StubMachines {
    @Override
    public synchronized void stop(LeaseId lease) {
      try {
        super.stop(lease);
      } catch (ProviderException e) {
        nextStopFault = Optional.empty();
      }
    }
  }

  /** Shows the enrolment token in the machine's name. */
  static final class Talkative extends StubMachines {
    @Override
    public synchronized Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap)
        throws ProviderException {
      Instance machine = super.start(lease, offer, bootstrap);
      String token = bootstrap.enrolmentToken().orElseThrow().reveal();
      Instance named =
          new Instance(lease, "m-" + token, machine.region(), machine.state(), machine.since());
      running.put(lease, named);
      return named;
    }
  }
}
