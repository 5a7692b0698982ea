package io.tradewind.api;

/**
 * What a provider claims it can do. The contract tests hold it to every claim, and to every
 * omission.
 */
public enum Capability {
  /** Machines can be started, found and stopped through {@link Provider#provisioner()}. */
  PROVISION,
  /**
   * An enrolled agent waits already where a lease is started, as on a site: nothing boots. A
   * machine of any other provider boots with {@link Bootstrap#userData()}.
   */
  RESIDENT_AGENT,
  /**
   * Machines of one {@link Gang} reach each other, on any port, at the addresses that their agents
   * see themselves at; without it a workload of several nodes is not started here.
   */
  PRIVATE_NETWORK,
  /** One feed lists the offers of several sellers; without it every offer is the provider's own. */
  MANY_SELLERS,
  /** Spot capacity is listed. */
  SPOT,
  /** Availability is told, not merely unknown. */
  AVAILABILITY
}
