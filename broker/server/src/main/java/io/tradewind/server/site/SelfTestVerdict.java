package io.tradewind.server.site;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.api.agent.SelfTestReport.Measurement;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Whether a measurement fits the model that a machine sells: far below, the card is another one;
 * above what the maker promises, the agent made it up.
 *
 * @param low it is far below, as it would be beside a workload too
 */
record SelfTestVerdict(boolean believed, boolean low, Optional<String> fault) {
  private static final SelfTestVerdict BELIEVED =
      new SelfTestVerdict(true, false, Optional.empty());

  /** PyTorch's products reach about two thirds of a data sheet, and copies about nine tenths. */
  private static final double LEAST_PRODUCTS = 0.55;

  private static final double LEAST_BANDWIDTH = 0.75;
  private static final double MOST = 1.05;

  static SelfTestVerdict of(Measurement measured, @Nullable String accelerator) {
    Optional<AcceleratorModel> model =
        Optional.ofNullable(accelerator)
            .flatMap(Accelerators.bundled()::resolve)
            .map(set -> set.model());
    return model.map(it -> of(measured, it)).orElse(BELIEVED);
  }

  private static SelfTestVerdict of(Measurement measured, AcceleratorModel model) {
    return switch (measured.attribute()) {
      case "accelerator.bf16_dense" ->
          judge(measured, model, model.denseBf16Teraflops(), LEAST_PRODUCTS);
      case "accelerator.memory_bandwidth" ->
          judge(measured, model, model.bandwidthGigabytesPerSecond(), LEAST_BANDWIDTH);
      default -> BELIEVED;
    };
  }

  private static SelfTestVerdict judge(
      Measurement measured, AcceleratorModel model, OptionalDouble told, double least) {
    if (told.isEmpty()) {
      return BELIEVED;
    }
    double share = measured.value() / told.getAsDouble();
    if (share >= least && share <= MOST) {
      return BELIEVED;
    }
    return new SelfTestVerdict(
        false,
        share < least,
        Optional.of(
            String.format(
                Locale.ROOT,
                "%s was measured at %.0f %s, %.0f %% of what its maker tells of an %s; %.0f to %.0f"
                    + " %% are believed.",
                measured.attribute(),
                measured.value(),
                measured.unit(),
                share * 100,
                model.name(),
                least * 100,
                MOST * 100)));
  }
}
