package io.tradewind.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Architecture;
import io.tradewind.api.Assignment;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Memory;
import io.tradewind.api.Runs;
import io.tradewind.api.Site;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FakeSitesTest {
  private final Site site = FakeSites.site("hall-1");
  private final FakeSites sites = new FakeSites().add(site);
  private final LeaseId lease = new LeaseId(new UUID(0, 1));
  private final LeaseId otherLease = new LeaseId(new UUID(0, 2));

  @Test
  void repeatingAnAssignmentReturnsTheFirst() {
    Optional<Assignment> first = sites.assign(lease, site.id(), shape(10));
    assertThat(sites.assign(lease, site.id(), shape(10))).isEqualTo(first).isPresent();
    assertThat(sites.sites().get(0).machines().get(0).freeVcpus()).isEqualTo(6);
  }

  @Test
  void aSiteWithoutRoomAssignsNothing() {
    sites.assign(lease, site.id(), shape(10));
    assertThat(sites.assign(otherLease, site.id(), shape(7))).isEmpty();
  }

  @Test
  void aSilentSiteAssignsNothing() {
    sites.setOnline(site.id(), false);
    assertThat(sites.assign(lease, site.id(), shape(1))).isEmpty();
  }

  @Test
  void releasingTwiceGivesTheRoomBackOnce() {
    sites.assign(lease, site.id(), shape(10));
    sites.release(lease);
    sites.release(lease);
    assertThat(sites.sites().get(0).machines().get(0).freeVcpus()).isEqualTo(16);
    assertThat(sites.assignments()).isEmpty();
  }

  private static InstanceType shape(double vcpus) {
    return new InstanceType(
        "shape",
        Optional.empty(),
        vcpus,
        Memory.ofGibibytes(4),
        Architecture.X86_64,
        Interconnect.UNKNOWN,
        Set.of(Runs.PROCESSES));
  }
}
