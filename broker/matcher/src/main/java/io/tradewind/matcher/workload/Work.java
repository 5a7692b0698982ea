package io.tradewind.matcher.workload;

import io.tradewind.api.AcceleratorModel;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A fixed amount of work: a faster accelerator is done sooner, and may so be cheaper at a higher
 * price.
 *
 * @param amountPerNode in the unit of {@code perDeviceHour}
 * @param perDeviceHour what one device of a model does in an hour, by its name; who is missing is
 *     of unknown speed
 * @param basis where the speeds are from, for people
 */
public record Work(double amountPerNode, Map<String, Double> perDeviceHour, String basis) {
  public Work {
    perDeviceHour = Collections.unmodifiableMap(new TreeMap<>(perDeviceHour));
    if (!(amountPerNode > 0) || Double.isInfinite(amountPerNode)) {
      throw new IllegalArgumentException(
          "An amount of work of %s is not positive.".formatted(amountPerNode));
    }
  }

  /**
   * How long it takes on so many devices in each node; empty when nobody knows how fast they are.
   */
  public OptionalDouble hours(AcceleratorModel model, double devices) {
    Double each = perDeviceHour.get(model.name());
    return each == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(amountPerNode / (each * devices));
  }
}
