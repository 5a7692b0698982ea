package io.tradewind.matcher.sizing;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Why so many accelerators: sentences for people. */
public final class SizingText {
  private static final double BILLION = 1e9;
  private static final int SHOWN = 6;

  private final SizedModel sized;
  private final ModelDemand demand;

  private SizingText(SizedModel sized) {
    this.sized = sized;
    demand = sized.demand();
  }

  /** Of a machine that was chosen. */
  public static List<String> of(SizedModel sized, AcceleratorSet offered) {
    SizingText text = new SizingText(sized);
    List<String> sentences = new ArrayList<>();
    sized
        .needOn(offered.model())
        .ifPresent(
            need -> {
              sentences.add(text.whole(need));
              sentences.add(text.share(need, offered));
              sentences.addAll(text.smaller(need));
              sentences.addAll(text.speed(offered.model()));
            });
    sentences.addAll(sized.assumed());
    return sentences;
  }

  /** Where nothing was to be had. */
  public static List<String> of(SizedModel sized) {
    SizingText text = new SizingText(sized);
    List<Need> smallest = sized.smallest(SHOWN);
    List<String> sentences = new ArrayList<>();
    if (!smallest.isEmpty()) {
      sentences.add(text.whole(smallest.get(0)));
      List<String> counts = smallest.stream().map(SizingText::devices).toList();
      sentences.add(format("%s would do in each node, among others.", String.join(", ", counts)));
    }
    sentences.addAll(sized.assumed());
    return sentences;
  }

  /** {@code 4 × H100}. */
  public static String devices(Need need) {
    return format("%d × %s", need.count(), need.accelerator().name());
  }

  private String whole(Need need) {
    LanguageModel model = demand.model();
    String name =
        format(
            "%s (%s billion parameters), %s in %s",
            model.name(),
            number(model.parameters() / BILLION),
            demand.method().meaning(),
            need.format().wireName());
    return demand.method().isTraining() ? name + training(need) : name + inference(need);
  }

  private String inference(Need need) {
    return format(
        ": weights %s, key-value cache %s (%,d tokens × %d at once, %s a token in %s).",
        gibibytes(need.weights()),
        gibibytes(need.beside()),
        demand.context(),
        demand.sequences(),
        format(
            "%,d bytes",
            Math.round(demand.model().keyValueElementsPerToken() * demand.cacheFormat().bytes())),
        demand.cacheFormat().wireName());
  }

  private String training(Need need) {
    return format(
        ": weights %s, gradients and optimizer states %s, activations %s on each device (%d × %,d"
            + " tokens%s).",
        gibibytes(need.weights()),
        gibibytes(need.beside()),
        gibibytes(need.each()),
        demand.sequences(),
        demand.context(),
        demand.checkpointing() ? ", with checkpointing" : "");
  }

  private String share(Need need, AcceleratorSet offered) {
    String idle =
        offered.count() > need.count()
            ? format(" The machine has %s.", number(offered.count()))
            : "";
    String nodes = demand.nodes() > 1 ? format(" in each of %d nodes", demand.nodes()) : "";
    return format(
            "It needs %s%s: %s on each with %s overhead, of %s that may be filled (%.0f %% of what"
                + " can be allocated)%s.",
            devices(need),
            nodes,
            gibibytes(need.total()),
            gibibytes(need.overhead()),
            gibibytes(need.allowed()),
            100 * Sizing.FILLED,
            spread(need))
        + idle;
  }

  private String spread(Need need) {
    if (demand.method().isTraining()) {
      return need.count() * demand.nodes() > 1 ? "; parameters sharded over all" : "";
    }
    List<String> ways = new ArrayList<>();
    if (need.tensor() > 1) {
      ways.add("tensor parallel over " + need.tensor());
    }
    if (need.stages() > 1) {
      ways.add(need.stages() + " pipeline stages");
    }
    return ways.isEmpty() ? "" : "; " + String.join(", ", ways);
  }

  private List<String> smaller(Need need) {
    List<String> variants = sized.smallerVariants(need).stream().map(this::variant).toList();
    return variants.isEmpty()
        ? List.of()
        : List.of(format("Quantised, fewer hold it: %s.", String.join(", ", variants)));
  }

  private String variant(SizedModel.Variant variant) {
    Need need = variant.need();
    String cache =
        variant.cacheFormat() == demand.cacheFormat()
            ? ""
            : " with its cache in " + variant.cacheFormat().wireName();
    return format("%s in %s%s", devices(need), need.format().wireName(), cache);
  }

  private List<String> speed(AcceleratorModel accelerator) {
    OptionalDouble all = sized.tokensPerSecond(accelerator);
    return all.isEmpty()
        ? List.of()
        : List.of(
            format(
                "At most about %,d tokens a second in all: a bound from the data sheet, not a"
                    + " measurement.",
                Math.round(all.getAsDouble())));
  }

  private static String gibibytes(double value) {
    return format("%.1f GiB", value);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : format("%.2f", value).replaceFirst("0$", "");
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
