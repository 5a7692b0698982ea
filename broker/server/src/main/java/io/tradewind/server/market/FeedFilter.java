package io.tradewind.server.market;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.matcher.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A filter made ready for one feed's columns: every wish is judged once for each region, model and
 * type, not for each row.
 */
final class FeedFilter {
  private final Columns columns;
  private final boolean[] regionOk;

  /** By model number + 1; the first stands for no accelerator. */
  private final boolean[] modelOk;

  private final boolean[] capacityOk;
  private final boolean[][] termInRegion;
  private final boolean[][] termInModel;
  private final boolean[][] termInType;
  private final int leastCount;
  private final int mostCount;
  private final long leastMemory;
  private final long observedAfterMillis;
  private final long observedUntilMillis;
  private final boolean superseded;

  FeedFilter(Columns columns, OfferFilter filter, Conditions conditions) {
    Regions regions = conditions.regions();
    Instant now = conditions.now();
    this.columns = columns;
    regionOk = judged(columns.regions, region -> accepts(filter, region, conditions));
    modelOk = models(columns, model -> accepts(filter, model));
    capacityOk = judged(CapacityType.values(), type -> asksFor(filter.capacityTypes(), type));
    List<String> terms = filter.terms();
    termInRegion = new boolean[terms.size()][];
    termInModel = new boolean[terms.size()][];
    termInType = new boolean[terms.size()][];
    for (int i = 0; i < terms.size(); i++) {
      String term = terms.get(i);
      termInRegion[i] = judged(columns.regions, region -> words(region, regions).contains(term));
      termInModel[i] =
          models(columns, model -> model.filter(it -> lower(it.name()).contains(term)).isPresent());
      termInType[i] = judged(columns.types, type -> lower(type).contains(term));
    }
    superseded = filter.superseded();
    leastCount = thousandths(filter.minAccelerators().orElse(0));
    mostCount = thousandths(filter.maxAccelerators().orElse(Integer.MAX_VALUE));
    leastMemory = Math.round(filter.minMemoryGib().orElse(0) * 1024);
    observedAfterMillis =
        filter.freshness().map(it -> it.observedAfter(now)).orElse(Long.MIN_VALUE);
    observedUntilMillis =
        filter.freshness().map(it -> it.observedUntil(now)).orElse(Long.MAX_VALUE);
  }

  boolean accepts(int row) {
    return regionOk[columns.regionOf[row]]
        && modelOk[columns.modelOf[row] + 1]
        && capacityOk[columns.capacityType[row]]
        && columns.countThousandths[row] >= leastCount
        && columns.countThousandths[row] <= mostCount
        && columns.memoryMebibytes[row] >= leastMemory
        && columns.observedAtMillis[row] > observedAfterMillis
        && columns.observedAtMillis[row] <= observedUntilMillis
        && (superseded || !columns.superseded[row])
        && holdsEveryTerm(row);
  }

  private boolean holdsEveryTerm(int row) {
    for (int term = 0; term < termInType.length; term++) {
      if (!termInType[term][columns.typeOf[row]]
          && !termInRegion[term][columns.regionOf[row]]
          && !termInModel[term][columns.modelOf[row] + 1]) {
        return false;
      }
    }
    return true;
  }

  private static boolean accepts(OfferFilter filter, Region region, Conditions conditions) {
    return asksFor(filter.providers(), region.provider().value())
        && (filter.regions().isEmpty()
            || filter.regions().contains(region.name())
            || filter.regions().contains(region.toString()))
        && (filter.countries().isEmpty()
            || conditions
                .regions()
                .find(region)
                .filter(place -> filter.countries().contains(place.country()))
                .isPresent())
        && filter.certifications().stream()
            .allMatch(wanted -> conditions.certifications().holds(region, wanted));
  }

  private static boolean accepts(OfferFilter filter, Optional<AcceleratorModel> model) {
    return asksFor(
        filter.accelerators(),
        model.map(AcceleratorModel::name).orElse(OfferFilter.NO_ACCELERATOR));
  }

  private static <T> boolean asksFor(Set<T> wanted, T value) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  private static String words(Region region, Regions regions) {
    String place =
        regions.find(region).map((Place it) -> it.city() + " " + it.country()).orElse("");
    return lower(region + " " + place);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static int thousandths(double count) {
    return (int) Math.min(Integer.MAX_VALUE, Math.round(count * 1000));
  }

  private static <T> boolean[] judged(T[] values, Predicate<T> judge) {
    boolean[] verdicts = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      verdicts[i] = judge.test(values[i]);
    }
    return verdicts;
  }

  private static boolean[] models(Columns columns, Predicate<Optional<AcceleratorModel>> judge) {
    boolean[] verdicts = new boolean[columns.models.length + 1];
    verdicts[0] = judge.test(Optional.empty());
    for (int i = 0; i < columns.models.length; i++) {
      verdicts[i + 1] = judge.test(Optional.of(columns.models[i]));
    }
    return verdicts;
  }
}
