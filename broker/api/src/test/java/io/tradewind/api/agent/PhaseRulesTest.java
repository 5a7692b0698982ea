package io.tradewind.api.agent;

import static io.tradewind.api.agent.Phase.ACCEPTED;
import static io.tradewind.api.agent.Phase.ENDED;
import static io.tradewind.api.agent.Phase.FAILED;
import static io.tradewind.api.agent.Phase.PREPARING;
import static io.tradewind.api.agent.Phase.RUNNING;
import static io.tradewind.api.agent.Phase.STOPPED;
import static io.tradewind.api.agent.PhaseRules.Step.ADVANCES;
import static io.tradewind.api.agent.PhaseRules.Step.KNOWN;
import static io.tradewind.api.agent.PhaseRules.Step.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhaseRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @ParameterizedTest
  @EnumSource
  void anyPhaseMayBeTheFirst(Phase phase) {
    assertThat(PhaseRules.step(Optional.empty(), phase)).isEqualTo(ADVANCES);
  }

  @ParameterizedTest
  @EnumSource
  void aRepeatedPhaseIsKnown(Phase phase) {
    assertThat(PhaseRules.step(Optional.of(phase), phase)).isEqualTo(KNOWN);
  }

  @Test
  void phasesGoForwardAndMayBeSkipped() {
    assertThat(step(ACCEPTED, PREPARING)).isEqualTo(ADVANCES);
    assertThat(step(PREPARING, RUNNING)).isEqualTo(ADVANCES);
    assertThat(step(ACCEPTED, RUNNING)).isEqualTo(ADVANCES);
    assertThat(step(RUNNING, ENDED)).isEqualTo(ADVANCES);
    assertThat(step(RUNNING, FAILED)).isEqualTo(ADVANCES);
    assertThat(step(ACCEPTED, STOPPED)).isEqualTo(ADVANCES);
  }

  @Test
  void aLateReportChangesNothing() {
    assertThat(step(RUNNING, ACCEPTED)).isEqualTo(KNOWN);
    assertThat(step(ENDED, RUNNING)).isEqualTo(KNOWN);
    assertThat(step(STOPPED, ACCEPTED)).isEqualTo(KNOWN);
  }

  @Test
  void whatIsFinalStaysAsItIs() {
    assertThat(step(ENDED, FAILED)).isEqualTo(REFUSED);
    assertThat(step(FAILED, ENDED)).isEqualTo(REFUSED);
    assertThat(step(STOPPED, ENDED)).isEqualTo(REFUSED);
  }

  @Test
  void aReportOfAnotherGenerationIsFenced() {
    assertRefused(
        () -> PhaseRules.check(2, Optional.empty(), report(1, RUNNING, null)),
        AgentRefusal.STALE_GENERATION);
    assertRefused(
        () -> PhaseRules.check(2, Optional.empty(), report(3, RUNNING, null)),
        AgentRefusal.STALE_GENERATION);
  }

  @Test
  void anExitCodeBelongsToAnEndAndToNothingElse() throws RefusedException {
    assertThat(PhaseRules.check(1, Optional.of(RUNNING), report(1, ENDED, 3))).isEqualTo(ADVANCES);
    assertRefused(
        () -> PhaseRules.check(1, Optional.of(RUNNING), report(1, ENDED, null)),
        AgentRefusal.MALFORMED);
    assertRefused(
        () -> PhaseRules.check(1, Optional.of(RUNNING), report(1, FAILED, 1)),
        AgentRefusal.MALFORMED);
  }

  @Test
  void aFinalPhaseIsNotContradicted() {
    assertRefused(
        () -> PhaseRules.check(1, Optional.of(STOPPED), report(1, ENDED, 0)),
        AgentRefusal.PHASE_FINAL);
  }

  @Test
  void silenceSuspendsAfterThreeHeartbeatsAndLosesAfterTwenty() {
    assertThat(after(Duration.ZERO)).isEqualTo(Pulse.ALIVE);
    assertThat(after(Duration.ofSeconds(45))).isEqualTo(Pulse.ALIVE);
    assertThat(after(Duration.ofSeconds(46))).isEqualTo(Pulse.SUSPENDED);
    assertThat(after(Duration.ofSeconds(300))).isEqualTo(Pulse.SUSPENDED);
    assertThat(after(Duration.ofSeconds(301))).isEqualTo(Pulse.LOST);
  }

  @Test
  void aWorkloadIsGoneBeforeItsLeaseIsGivenUp() {
    Duration ended = Pulse.timeToLive(Pulse.INTERVAL).plusSeconds(20);

    assertThat(after(ended)).isEqualTo(Pulse.SUSPENDED);
  }

  @ParameterizedTest
  @EnumSource
  void everyRefusalIsFoundByItsCode(AgentRefusal refusal) {
    assertThat(AgentRefusal.ofCode(refusal.code())).contains(refusal);
  }

  @Test
  void anUnknownCodeIsNoRefusal() {
    assertThat(AgentRefusal.ofCode("teapot")).isEmpty();
  }

  private static PhaseRules.Step step(Phase known, Phase reported) {
    return PhaseRules.step(Optional.of(known), reported);
  }

  private static Pulse after(Duration silence) {
    return Pulse.of(NOW, Pulse.INTERVAL, NOW.plus(silence));
  }

  private static LeaseReport.Status report(
      long generation, Phase phase, @Nullable Integer exitCode) {
    return new LeaseReport.Status(generation, phase, NOW, exitCode, null);
  }

  private static void assertRefused(ThrowingCallable call, AgentRefusal refusal) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
  }
}
