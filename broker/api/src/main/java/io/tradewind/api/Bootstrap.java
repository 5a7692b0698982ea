package io.tradewind.api;

import java.net.URI;
import java.util.Optional;

/**
 * What a fresh machine needs to call home.
 *
 * @param broker the address that the agent calls
 * @param enrolmentToken good for one enrolment, bound to the lease; empty where an enrolled agent
 *     already waits, as on a site
 * @param userData the cloud-init document that a provider hands to the machine unchanged, below 16
 *     KiB and with the enrolment token in it; empty where an enrolled agent already waits
 * @param gang that the machine belongs to; empty for one that works alone
 * @param image that the workload runs in; what is itself a container is made of it, where it is
 *     named
 */
public record Bootstrap(
    URI broker,
    Optional<Secret> enrolmentToken,
    Optional<Secret> userData,
    Optional<Gang> gang,
    Optional<String> image) {
  /** For a machine that works alone, of a workload without an image. */
  public Bootstrap(URI broker, Optional<Secret> enrolmentToken, Optional<Secret> userData) {
    this(broker, enrolmentToken, userData, Optional.empty(), Optional.empty());
  }

  public Bootstrap with(Gang of) {
    return new Bootstrap(broker, enrolmentToken, userData, Optional.of(of), image);
  }

  public Bootstrap with(String wanted) {
    return new Bootstrap(broker, enrolmentToken, userData, gang, Optional.of(wanted));
  }

  /** For a place where an enrolled agent already waits. */
  public static Bootstrap enrolled(URI broker) {
    return new Bootstrap(broker, Optional.empty(), Optional.empty());
  }
}
