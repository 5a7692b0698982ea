package io.tradewind.matcher.workload;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.matcher.sizing.Need;
import io.tradewind.matcher.sizing.SizedModel;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which accelerators one node must have. */
public sealed interface AcceleratorDemand {

  /** Whether a machine with these accelerators will do, as far as it {@link #holds}. */
  boolean accepts(AcceleratorSet offered);

  /** Whether some count of this model could do: decides whole partitions of the market. */
  boolean acceptsModel(AcceleratorModel model);

  /** Whether this model computes in the number format that is asked for. */
  default boolean computes(AcceleratorModel model) {
    return true;
  }

  /** Whether a machine with so many has the memory that is needed. */
  default boolean holds(AcceleratorSet offered) {
    return true;
  }

  /** Whether this is a chip that was asked for, sold in another form: H100 and H100-SXM. */
  boolean isOtherForm(AcceleratorModel model);

  /** Whether a machine would do if its form were the one that was asked for. */
  boolean acceptsInOtherForm(AcceleratorSet offered);

  /**
   * Families in which every model lies that could do or is another form of one that could; empty
   * when only looking at each model tells.
   */
  default Optional<Set<String>> families() {
    return Optional.empty();
  }

  /** As a person would write it. */
  String description();

  /** The fewest devices that would do of this model, or of another form of it. */
  double leastCount(AcceleratorModel model);

  /** What the forms of a chip share: the first word of its name. */
  static String familyOf(AcceleratorModel model) {
    int dash = model.name().indexOf('-');
    return dash < 0 ? model.name() : model.name().substring(0, dash);
  }

  private static boolean isOfFamilyOf(AcceleratorModel one, AcceleratorModel other) {
    String name = one.name();
    int dash = name.indexOf('-');
    int length = dash < 0 ? name.length() : dash;
    return other.name().startsWith(name.substring(0, length))
        && (other.name().length() == length || other.name().charAt(length) == '-');
  }

  /** Any of these models, each with its own count. */
  record Named(List<Item> items) implements AcceleratorDemand {

    /**
     * One model.
     *
     * @param count devices in one node; chips for a TPU
     * @param slice when a topology was named: its name; model and count decide, since a slice has
     *     more than one spelling
     */
    public record Item(AcceleratorModel model, Range count, Optional<String> slice) {
      boolean accepts(AcceleratorSet offered) {
        return offered.model().name().equals(model.name())
            && count.contains(offered.countThousandths() / 1000.0)
            && (slice.isEmpty() || offered.slice().isPresent());
      }

      /** The same generation, memory and first word of the name; the form is what follows it. */
      boolean isOtherForm(AcceleratorModel other) {
        return !other.name().equals(model.name())
            && other.vendor().equals(model.vendor())
            && other.architecture().equals(model.architecture())
            && other.memory().equals(model.memory())
            && isOfFamilyOf(model, other);
      }

      String description() {
        return slice.orElseGet(() -> model.name() + ":" + count);
      }
    }

    public Named {
      items = List.copyOf(items);
      if (items.isEmpty()) {
        throw new IllegalArgumentException("A demand for accelerators names none.");
      }
    }

    @Override
    public boolean accepts(AcceleratorSet offered) {
      for (Item item : items) {
        if (item.accepts(offered)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean acceptsModel(AcceleratorModel model) {
      for (Item item : items) {
        if (item.model().name().equals(model.name())) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean isOtherForm(AcceleratorModel model) {
      if (acceptsModel(model)) {
        return false;
      }
      for (Item item : items) {
        if (item.isOtherForm(model)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Optional<Set<String>> families() {
      Set<String> families = new HashSet<>();
      for (Item item : items) {
        families.add(familyOf(item.model()));
      }
      return Optional.of(families);
    }

    @Override
    public boolean acceptsInOtherForm(AcceleratorSet offered) {
      double count = offered.countThousandths() / 1000.0;
      for (Item item : items) {
        if (item.isOtherForm(offered.model()) && item.count().contains(count)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String description() {
      return String.join(" or ", items.stream().map(Item::description).toList());
    }

    @Override
    public double leastCount(AcceleratorModel model) {
      return items.stream()
          .filter(item -> item.model().name().equals(model.name()) || item.isOtherForm(model))
          .mapToDouble(item -> wholeAtLeast(item.count()))
          .min()
          .orElse(1);
    }
  }

  /**
   * Whatever is capable.
   *
   * @param memoryGibibytes of one device, as it is sold
   * @param vendor lower case
   */
  record Capable(
      Range memoryGibibytes, Range count, Optional<String> vendor, List<AcceleratorModel> models)
      implements AcceleratorDemand {
    public Capable {
      models = List.copyOf(models);
    }

    @Override
    public boolean accepts(AcceleratorSet offered) {
      return acceptsModel(offered.model()) && count.contains(offered.countThousandths() / 1000.0);
    }

    @Override
    public boolean acceptsModel(AcceleratorModel model) {
      return (memoryGibibytes.isAny() || memoryGibibytes.contains(model.memory().gibibytes()))
          && (vendor.isEmpty() || vendor.get().equals(model.vendor()))
          && (models.isEmpty() || isNamed(model));
    }

    private boolean isNamed(AcceleratorModel model) {
      for (AcceleratorModel one : models) {
        if (one.name().equals(model.name())) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean isOtherForm(AcceleratorModel model) {
      return false;
    }

    @Override
    public boolean acceptsInOtherForm(AcceleratorSet offered) {
      return false;
    }

    @Override
    public String description() {
      return "%s accelerators%s%s"
          .formatted(
              count,
              vendor.map(name -> " of " + name).orElse(""),
              memoryGibibytes.isAny() ? "" : " with " + memoryGibibytes + " GB");
    }

    @Override
    public double leastCount(AcceleratorModel model) {
      return wholeAtLeast(count);
    }
  }

  /**
   * As many as a model needs.
   *
   * @param within what was asked for beside: only these will do, in these counts
   */
  record Sized(Optional<AcceleratorDemand> within, SizedModel sized) implements AcceleratorDemand {
    @Override
    public boolean accepts(AcceleratorSet offered) {
      return within.isEmpty() || within.get().accepts(offered);
    }

    @Override
    public boolean holds(AcceleratorSet offered) {
      return sized
          .needOn(offered.model())
          .filter(need -> offered.count() >= need.count())
          .isPresent();
    }

    @Override
    public boolean acceptsModel(AcceleratorModel model) {
      boolean known = sized.needOn(model).isPresent() || sized.lacksFormat(model);
      return known && (within.isEmpty() || within.get().acceptsModel(model));
    }

    @Override
    public boolean computes(AcceleratorModel model) {
      return !sized.lacksFormat(model);
    }

    @Override
    public boolean isOtherForm(AcceleratorModel model) {
      return false;
    }

    @Override
    public boolean acceptsInOtherForm(AcceleratorSet offered) {
      return false;
    }

    @Override
    public String description() {
      return "what %s needs%s"
          .formatted(
              sized.demand().model().name(),
              within.map(only -> " of " + only.description()).orElse(""));
    }

    @Override
    public double leastCount(AcceleratorModel model) {
      double asked = within.map(only -> only.leastCount(model)).orElse(1.0);
      return Math.max(asked, sized.needOn(model).map(Need::count).orElse(1));
    }
  }

  private static double wholeAtLeast(Range count) {
    return count.atLeast() == Double.MIN_VALUE ? 1 : count.atLeast();
  }
}
