package io.tradewind.matcher;

import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.pricing.DataSize;
import io.tradewind.pricing.EgressTariff;
import io.tradewind.pricing.Money;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to move a workload's data to and from a machine. Who sends pays. It depends on the
 * two sellers, on the continents of both ends, and on whether the machine is where the data lies,
 * so few sums are worked out.
 */
final class Egress {
  private final Conditions conditions;
  private final List<DataSource> sources;
  private final Map<Receiver, Money> byReceiver = new HashMap<>();
  private @Nullable EgressTariff lastTariff;
  private DataSize lastSize = DataSize.NONE;
  private Money lastCost = Tariff.NOTHING;

  /** Machines of one seller on one continent pay the same, but where data lies. */
  private record Receiver(ProviderId seller, Optional<String> continent) {}

  Egress(Conditions conditions, List<DataSource> sources) {
    this.conditions = conditions;
    this.sources = sources;
  }

  Money costOf(Region machine) {
    if (sources.isEmpty()) {
      return Tariff.NOTHING;
    }
    return isHome(machine)
        ? sum(machine)
        : byReceiver.computeIfAbsent(
            new Receiver(machine.provider(), continent(machine)), one -> sum(machine));
  }

  private boolean isHome(Region machine) {
    for (DataSource source : sources) {
      if (source.region().orElseThrow().equals(machine)) {
        return true;
      }
    }
    return false;
  }

  private Money sum(Region machine) {
    Money sum = Tariff.NOTHING;
    for (DataSource source : sources) {
      Region stored = source.region().orElseThrow();
      if (stored.equals(machine)) {
        continue;
      }
      if (source.access() != DataSource.Access.WRITE) {
        sum = sum.plus(cost(between(stored, machine), source.size()));
      }
      if (source.access() != DataSource.Access.READ) {
        sum = sum.plus(cost(between(machine, stored), source.size()));
      }
    }
    return sum;
  }

  /** Most machines are neither at the seller of the data nor cost anything else than the last. */
  @SuppressWarnings("ReferenceEquality")
  private Money cost(EgressTariff tariff, DataSize size) {
    if (tariff != lastTariff || !size.equals(lastSize)) {
      lastTariff = tariff;
      lastSize = size;
      lastCost = tariff.costOf(size);
    }
    return lastCost;
  }

  private EgressTariff between(Region from, Region to) {
    boolean sameSeller = from.provider().equals(to.provider());
    return conditions.termsOf(from.provider()).egress(continent(from), continent(to), sameSeller);
  }

  private Optional<String> continent(Region region) {
    return Preparation.End.of(conditions, region).continent();
  }
}
