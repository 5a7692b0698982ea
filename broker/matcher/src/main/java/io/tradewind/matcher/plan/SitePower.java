package io.tradewind.matcher.plan;

import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.PowerHeadroom;
import io.tradewind.pricing.Watts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The power of sites as the solver takes it: whole watts, what a machine draws rounded up and what
 * a site has left rounded down.
 *
 * @param names of the sites that have a limit, in order
 * @param site of each offer; −1 where nothing limits
 * @param use of one machine of each offer; more than the limit where nobody knows it
 */
record SitePower(List<ProviderId> names, int[] site, long[] use, long[] limit) {
  private static final int NOWHERE = -1;

  static SitePower of(List<Candidate> offers, PowerHeadroom power) {
    List<ProviderId> names = power.bySite().keySet().stream().sorted().toList();
    long[] limit =
        names.stream().mapToLong(name -> (long) power.at(name).orElseThrow().value()).toArray();
    int[] site = new int[offers.size()];
    long[] use = new long[site.length];
    Arrays.fill(site, NOWHERE);
    for (int j = 0; j < site.length; j++) {
      site[j] = names.indexOf(offers.get(j).offer().provider());
      use[j] = site[j] < 0 ? 0 : use(offers.get(j).drawOfOne(), limit[site[j]]);
    }
    return new SitePower(names, site, use, limit);
  }

  private static long use(Optional<Watts> drawn, long limit) {
    return drawn.map(watts -> (long) Math.ceil(watts.value())).orElse(limit + 1);
  }
}
