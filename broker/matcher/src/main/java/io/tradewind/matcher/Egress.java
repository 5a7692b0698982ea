package io.tradewind.matcher;

import io.tradewind.api.ProviderTerms;
import io.tradewind.api.Region;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.pricing.EgressTariff;
import io.tradewind.pricing.Money;

/** What it costs to move a workload's data to and from a machine. Who sends pays. */
final class Egress {
  private Egress() {}

  static Money costOf(Question question, Region machine) {
    Money sum = Tariff.NOTHING;
    for (DataSource source : question.movedData()) {
      Region stored = source.region().orElseThrow();
      if (stored.equals(machine)) {
        continue;
      }
      if (source.access() != DataSource.Access.WRITE) {
        sum = sum.plus(between(question, stored, machine).costOf(source.size()));
      }
      if (source.access() != DataSource.Access.READ) {
        sum = sum.plus(between(question, machine, stored).costOf(source.size()));
      }
    }
    return sum;
  }

  private static EgressTariff between(Question question, Region from, Region to) {
    ProviderTerms sender = question.conditions().termsOf(from.provider());
    return from.provider().equals(to.provider())
        ? sender.egressBetweenRegions()
        : sender.egressOut();
  }
}
