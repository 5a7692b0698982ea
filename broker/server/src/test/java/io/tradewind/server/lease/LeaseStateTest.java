package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeaseStateTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void nothingClosesBeforeItsMachineIsKnownToBeGone() {
    assertThat(Arrays.stream(LeaseState.values()).filter(it -> it.mayBecome(LeaseState.CLOSED)))
        .containsExactly(LeaseState.RECLAIMING);
  }

  @ParameterizedTest
  @EnumSource(LeaseState.class)
  void noStateIsEnteredTwice(LeaseState state) {
    assertThat(state.next()).allMatch(next -> next.ordinal() > state.ordinal());
  }

  @Test
  void whatIsClosedStaysClosed() {
    assertThat(LeaseState.CLOSED.next()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = LeaseState.class,
      names = {"REQUESTED", "PROVISIONING", "ACTIVE"})
  void everyOpenStateCanBeEnded(LeaseState state) {
    assertThat(state.mayBecome(LeaseState.RECLAIMING)).isTrue();
  }

  @Test
  void theFirstReasonToStopStands() {
    LeaseEntity lease = new LeaseEntity(UUID.randomUUID(), NOW);
    lease.stop(CloseReason.CANCELLED, "Cancelled by owner.", NOW);
    lease.stop(CloseReason.AGENT_LOST, "Silent.", NOW.plusSeconds(5));

    assertThat(lease.stopReason()).isEqualTo(CloseReason.CANCELLED);
    assertThat(lease.detail).isEqualTo("Cancelled by owner.");
  }

  @Test
  void anIllegalChangeIsRefusedByName() {
    LeaseEntity lease = new LeaseEntity(UUID.randomUUID(), NOW);

    assertThatThrownBy(() -> lease.become(LeaseState.ACTIVE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from requested to active");
  }

  @Test
  void aLeaseWithoutAReasonCannotClose() {
    LeaseEntity lease = new LeaseEntity(UUID.randomUUID(), NOW);
    lease.become(LeaseState.RECLAIMING);

    assertThatThrownBy(() -> lease.close(NOW)).hasMessageContaining("no reason to close");
  }
}
