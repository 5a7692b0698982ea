package io.tradewind.matcher.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.api.LanguageModel;
import io.tradewind.api.LanguageModels;
import io.tradewind.api.NumberFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What must hold for every model, accelerator and demand. */
class SizingPropertyTest {
  private static final List<AcceleratorModel> ACCELERATORS =
      List.copyOf(Accelerators.bundled().models());
  private static final List<LanguageModel> MODELS = List.copyOf(LanguageModels.bundled().models());

  /** One random demand on one accelerator. */
  private record Case(ModelDemand demand, AcceleratorModel accelerator) {
    static Case of(long seed) {
      Random random = new Random(seed);
      Method method = Method.values()[random.nextInt(Method.values().length)];
      ModelDemand demand =
          ModelDemand.inference(MODELS.get(random.nextInt(MODELS.size())))
              .withMethod(method)
              .withSequences(1 << random.nextInt(16), 1 + random.nextInt(32))
              .withTraining(
                  Optimizer.values()[random.nextInt(2)],
                  random.nextBoolean(),
                  1 + random.nextInt(128))
              .withNodes(1 << random.nextInt(4));
      return new Case(demand, ACCELERATORS.get(random.nextInt(ACCELERATORS.size())));
    }

    Optional<Need> need(ModelDemand other) {
      return Sizing.need(other, accelerator, Accelerators.bundled().scaleUpDevices(accelerator));
    }

    /** As a count that can be compared, when it can be held at all. */
    OptionalInt count(ModelDemand other) {
      Optional<Need> need = need(other);
      return need.isPresent() ? OptionalInt.of(need.get().count()) : OptionalInt.empty();
    }
  }

  @Property(tries = 2_000)
  void whatIsAllowedIsEnough(@ForAll long seed) {
    Case one = Case.of(seed);

    one.need(one.demand())
        .ifPresent(
            need -> {
              double held = need.count() * one.demand().nodes() * need.allowed();
              assertThat(need.total()).isLessThanOrEqualTo(need.allowed());
              assertThat(held).isGreaterThanOrEqualTo(need.weights() + need.beside());
              assertThat(Integer.bitCount(need.count())).isOne();
            });
  }

  @Property(tries = 2_000)
  void moreContextNeverNeedsLess(@ForAll long seed) {
    Case one = Case.of(seed);
    ModelDemand longer =
        one.demand().withSequences(one.demand().context() * 2, one.demand().sequences());

    assertNoMore(one.count(one.demand()), one.count(longer));
  }

  @Property(tries = 2_000)
  void moreSequencesNeverNeedLess(@ForAll long seed) {
    Case one = Case.of(seed);
    ModelDemand more =
        one.demand().withSequences(one.demand().context(), one.demand().sequences() + 1);

    assertNoMore(one.count(one.demand()), one.count(more));
  }

  @Property(tries = 2_000)
  void aSmallerFormatNeverNeedsMore(@ForAll long seed) {
    Case one = Case.of(seed);
    ModelDemand inference = one.demand().withMethod(Method.INFERENCE);
    NumberFormat[] formats = NumberFormat.values();
    for (NumberFormat large : formats) {
      for (NumberFormat small : formats) {
        boolean both = large.runsOn(one.accelerator()) && small.runsOn(one.accelerator());
        if (both && small.bytes() < large.bytes()) {
          assertNoMore(
              one.count(inference.withFormat(small)), one.count(inference.withFormat(large)));
        }
      }
    }
  }

  @Property(tries = 2_000)
  void adaptersNeverNeedMoreThanAllParameters(@ForAll long seed) {
    Case one = Case.of(seed);
    ModelDemand full = one.demand().withMethod(Method.FULL);
    ModelDemand adapters = one.demand().withMethod(Method.LORA);

    assertNoMore(one.count(adapters), one.count(full));
  }

  /** What cannot be held at all needs the most. */
  private static void assertNoMore(OptionalInt less, OptionalInt more) {
    if (more.isPresent()) {
      assertThat(less).isPresent();
      assertThat(less.getAsInt()).isLessThanOrEqualTo(more.getAsInt());
    }
  }
}
