package io.tradewind.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the contract against a stub, as a test class of an adapter would, and tells what failed. */
record ContractRun(Set<String> passed, Set<String> failed) {
  // JUnit makes the test instance itself, so the subject waits where that instance finds it.
  private static volatile Supplier<StubFactory> subject = StubFactory::new;

  static ContractRun of(Supplier<StubFactory> subject) {
    return of(subject, ProvisioningSubject.class);
  }

  static ContractRun of(Supplier<StubFactory> subject, Class<?> testClass) {
    ContractRun.subject = subject;
    ContractRun run = new ContractRun(new TreeSet<>(), new TreeSet<>());
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(testClass)).build();
    LauncherFactory.create().execute(request, run.listener());
    return run;
  }

  private TestExecutionListener listener() {
    return new TestExecutionListener() {
      @Override
      public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String name =
            test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse(test.getDisplayName());
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
          failed.add(name);
        } else if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL && test.isTest()) {
          passed.add(name);
        }
      }
    };
  }

  /** The six-line test of an adapter that starts machines. */
  static class ProvisioningSubject extends ProvisionerContract {
    private final StubFactory factory = subject.get();

    @Override
    protected ProviderFactory factory() {
      return factory;
    }

    @Override
    protected Map<String, String> settings() {
      return Map.of("api-key", StubFactory.SECRET);
    }

    @Override
    protected Optional<FaultInjector> faults(Provider provider) {
      return Optional.of(injectorOf(factory));
    }
  }

  /** The six-line test of an adapter that only lists. */
  static class ListingSubject extends ProviderContract {
    private final StubFactory factory = subject.get();

    @Override
    protected ProviderFactory factory() {
      return factory;
    }
  }

  private static FaultInjector injectorOf(StubFactory factory) {
    return new FaultInjector() {
      @Override
      public void failNextStart(Fault fault) {
        factory.machines.nextStartFault = Optional.of(fault);
      }

      @Override
      public void loseNextStartReply() {
        factory.machines.loseNextReply = true;
      }

      @Override
      public boolean failNextFind(Fault fault) {
        factory.machines.nextFindFault = Optional.of(fault);
        return true;
      }

      @Override
      public boolean failNextOwned(Fault fault) {
        factory.machines.nextOwnedFault = Optional.of(fault);
        return true;
      }

      @Override
      public boolean failNextStop(Fault fault) {
        factory.machines.nextStopFault = Optional.of(fault);
        return true;
      }

      @Override
      public boolean halfMakeNextStart() {
        factory.machines.halfMakeNext = true;
        return true;
      }

      @Override
      public List<String> leftOver() {
        return factory.machines.disks.stream().map(lease -> "disk of " + lease).toList();
      }

      @Override
      public void failNextOffers(Fault fault) {
        factory.nextOffersFault = Optional.of(fault);
      }
    };
  }
}
