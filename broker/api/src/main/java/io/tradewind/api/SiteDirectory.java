package io.tradewind.api;

import java.util.List;
import java.util.Optional;

/**
 * The broker's book of enrolled sites, as the adapter that sells their capacity sees it. Calls
 * block.
 */
public interface SiteDirectory {
  /** Every site that has agents, those that went silent included. */
  List<Site> sites();

  /**
   * Gives a lease a place on a site. Repeating it for the same lease returns the first answer;
   * empty when the site has no room left for the shape.
   */
  Optional<Assignment> assign(LeaseId lease, SiteId site, InstanceType shape);

  Optional<Assignment> assignment(LeaseId lease);

  List<Assignment> assignments();

  /** Asks the site to end a lease's workload. Succeeds when it is gone already. */
  void release(LeaseId lease);
}
