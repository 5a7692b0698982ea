package io.tradewind.server.ledger;

import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the same accelerator hours would have cost at one seller alone, and at whatever place comes
 * to hand, by the on-demand prices of the market as it is now. Both are estimates: what was charged
 * may have been spot, and had its price then.
 *
 * @param spent in dollars, on all that was charged
 * @param compared the part of it that was for accelerators which somebody sells on demand now
 * @param cheapestSeller the cheapest of those that sell all of these models; absent when none does
 * @param anywhere at the middle price of all such offers
 */
record Savings(Money spent, Money compared, Optional<AtSeller> cheapestSeller, Money anywhere) {
  private static final Currency USD = Currency.getInstance("USD");

  static final String METHOD =
      "The month's accelerator hours at today's on-demand prices. Cheapest single cloud: the lowest"
          + " price of each model at one seller, at the seller that has them all for the least."
          + " Doing nothing: the median offer of each model, as for somebody who takes the first"
          + " place that has it. Left out: machines without accelerators, models that nobody sells"
          + " on demand now, charges in other currencies than dollars, and prices that sites"
          + " declare.";

  /** Everything at one seller. */
  record AtSeller(String seller, Money amount) {}

  /**
   * What was used of a model.
   *
   * @param hours of one accelerator
   */
  record Used(String model, BigDecimal hours, Money amount) {}

  /**
   * What a model costs now.
   *
   * @param lowest by seller; not empty
   */
  record Offered(Map<String, Money> lowest, Money median) {}

  /**
   * @param spent on everything
   * @param offered by model; a model that nobody sells is not in it
   */
  static Savings of(Money spent, List<Used> used, Map<String, Offered> offered) {
    List<Used> known = used.stream().filter(it -> offered.containsKey(it.model())).toList();
    SortedMap<String, Money> bySeller = new TreeMap<>();
    for (String seller : sellersOfAll(known, offered)) {
      bySeller.put(seller, sum(known, it -> found(it.lowest(), seller), offered));
    }
    return new Savings(
        spent,
        known.stream().map(Used::amount).reduce(Money.zero(USD), Money::plus),
        bySeller.entrySet().stream()
            .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
            .map(it -> new AtSeller(it.getKey(), it.getValue())),
        sum(known, Offered::median, offered));
  }

  private static Set<String> sellersOfAll(List<Used> used, Map<String, Offered> offered) {
    Set<String> sellers = new HashSet<>();
    for (int i = 0; i < used.size(); i++) {
      Set<String> have = found(offered, used.get(i).model()).lowest().keySet();
      if (i == 0) {
        sellers.addAll(have);
      } else {
        sellers.retainAll(have);
      }
    }
    return sellers;
  }

  private static Money sum(
      List<Used> used, Function<Offered, Money> price, Map<String, Offered> of) {
    return used.stream()
        .map(it -> price.apply(found(of, it.model())).times(it.hours(), RoundingMode.HALF_EVEN))
        .reduce(Money.zero(USD), Money::plus);
  }

  private static <T> T found(Map<String, T> in, String name) {
    return Objects.requireNonNull(in.get(name), name);
  }
}
