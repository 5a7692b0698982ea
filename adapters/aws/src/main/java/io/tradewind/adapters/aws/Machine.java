package io.tradewind.adapters.aws;

import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Region;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.StateReason;

/**
 * A machine as EC2 tells it.
 *
 * @param lease empty where the tag is not one of ours
 * @param gang that it was started with
 * @param reason why it is in its state, where EC2 says so
 */
record Machine(
    String id,
    Optional<LeaseId> lease,
    Optional<String> gang,
    InstanceStateName state,
    Instant launched,
    String reason) {
  static final Comparator<Machine> OLDEST_FIRST =
      Comparator.comparing(Machine::launched).thenComparing(Machine::id);

  static Machine of(software.amazon.awssdk.services.ec2.model.Instance told) {
    return new Machine(
        told.instanceId(),
        MachineTags.lease(told.tags()),
        MachineTags.gang(told.tags()),
        told.state().name(),
        told.launchTime(),
        Optional.ofNullable(told.stateReason()).map(StateReason::code).orElse("without a reason"));
  }

  boolean hasEnded() {
    return state == InstanceStateName.TERMINATED;
  }

  Instance in(String region, LeaseId under) {
    Instance.State shown =
        switch (state) {
          case PENDING -> Instance.State.PENDING;
          case RUNNING -> Instance.State.RUNNING;
          // A machine that somebody stopped still has its disk, which is paid for.
          case SHUTTING_DOWN, STOPPING, STOPPED, UNKNOWN_TO_SDK_VERSION -> Instance.State.STOPPING;
          case TERMINATED -> Instance.State.TERMINATED;
        };
    return new Instance(under, id, new Region(AwsProvider.ID, region), shown, launched);
  }
}
