package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import io.tradewind.api.ProviderTerms;
import io.tradewind.api.StartTime;
import io.tradewind.api.StartTimes;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What the tables of the conditions say of a segment's sellers, looked up once for many questions:
 * their terms, and how soon they start a machine.
 */
final class Sellers {
  static final Sellers NONE = new Sellers(new ProviderId[0], Conditions.bundled(0, Instant.EPOCH));

  private final ProviderId[] ids;
  private final Map<ProviderId, ProviderTerms> table;
  private final Set<ProviderId> sites;
  private final StartTimes startTimes;
  private final ProviderTerms[] terms;
  private final boolean[] isSite;

  /** By capacity type, then seller. */
  private final StartTime[][] starts = new StartTime[CapacityType.values().length][];

  private final long[] leastStartSeconds = new long[starts.length];

  Sellers(ProviderId[] ids, Conditions conditions) {
    this.ids = ids;
    table = conditions.terms();
    sites = conditions.sites();
    startTimes = conditions.startTimes();
    terms = new ProviderTerms[ids.length];
    isSite = new boolean[ids.length];
    for (int seller = 0; seller < ids.length; seller++) {
      terms[seller] = conditions.termsOf(ids[seller]);
      isSite[seller] = sites.contains(ids[seller]);
    }
    for (CapacityType capacity : CapacityType.values()) {
      StartTime[] row = new StartTime[ids.length];
      long least = Long.MAX_VALUE;
      for (int seller = 0; seller < ids.length; seller++) {
        row[seller] = conditions.startTime(ids[seller], capacity);
        least = Math.min(least, row[seller].typical().toSeconds());
      }
      starts[capacity.ordinal()] = row;
      leastStartSeconds[capacity.ordinal()] = ids.length == 0 ? 0 : least;
    }
  }

  /** Whether the very same tables are meant: to compare their content would take longer. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(ProviderId[] ofIds, Conditions conditions) {
    return ids == ofIds
        && table == conditions.terms()
        && sites == conditions.sites()
        && startTimes == conditions.startTimes();
  }

  ProviderTerms terms(int seller) {
    return terms[seller];
  }

  /** Whether it is an enrolled site. */
  boolean isSite(int seller) {
    return isSite[seller];
  }

  StartTime start(int seller, CapacityType capacity) {
    return starts[capacity.ordinal()][seller];
  }

  /** At the seller where it is quickest. */
  long leastStartSeconds(CapacityType capacity) {
    return leastStartSeconds[capacity.ordinal()];
  }
}
