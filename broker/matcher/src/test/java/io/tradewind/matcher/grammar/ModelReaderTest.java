package io.tradewind.matcher.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.NumberFormat;
import io.tradewind.matcher.sizing.Method;
import io.tradewind.matcher.sizing.ModelDemand;
import io.tradewind.matcher.workload.AcceleratorDemand;
import io.tradewind.matcher.workload.Resources.InterconnectWish;
import io.tradewind.matcher.workload.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelReaderTest {

  @Test
  void aModelAsksForAsManyOfEachAcceleratorAsHoldIt() {
    AcceleratorDemand demand = demand(Map.of("name", "llama-3.1-70b", "dtype", "bf16"));

    assertThat(holds(demand, "H100", 1)).isFalse();
    assertThat(holds(demand, "H100", 2)).isTrue();
    assertThat(holds(demand, "H100", 8)).isTrue();
    assertThat(holds(demand, "MI300X", 1)).isTrue();
    assertThat(demand.acceptsModel(accelerator("RTX3060"))).isFalse();
  }

  @Test
  void everyPartOfAModelIsRead() {
    ModelDemand demand =
        sized(
                Map.of(
                    "name", "meta-llama/Llama-3.1-70B-Instruct",
                    "task", "inference",
                    "dtype", "fp8",
                    "kv_dtype", "fp8",
                    "context", "32k",
                    "concurrency", 16))
            .sized()
            .demand();

    assertThat(demand.model().name()).isEqualTo("llama-3.1-70b");
    assertThat(demand.method()).isEqualTo(Method.INFERENCE);
    assertThat(demand.format()).contains(NumberFormat.FP8);
    assertThat(demand.cacheFormat()).isEqualTo(NumberFormat.FP8);
    assertThat(demand.context()).isEqualTo(32_768);
    assertThat(demand.sequences()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({
    "training, ,      FULL",
    "finetune, ,      LORA",
    "finetune, full,  FULL",
    "finetune, qlora, QLORA",
    "lora,     ,      LORA",
    "qlora,    ,      QLORA",
  })
  void aTaskHasItsMethod(String task, String method, Method expected) {
    Map<String, Object> model = new HashMap<>(Map.of("name", "llama-3.1-8b", "task", task));
    if (method != null) {
      model.put("method", method);
    }

    assertThat(sized(model).sized().demand().method()).isEqualTo(expected);
  }

  @Test
  void aModelOfWhichOnlyTheSizeIsKnownIsSizedToo() {
    AcceleratorDemand.Sized sized = sized(Map.of("params", "70B"));

    assertThat(holds(sized, "H100", 2)).isTrue();
    assertThat(sized.sized().demand().model().layers()).isBetween(60, 90);
    assertThat(sized.sized().assumed().get(0)).startsWith("Its shape was assumed from its size:");
  }

  @Test
  void whatIsWrittenWinsOverWhatIsKnown() {
    ModelDemand demand =
        sized(Map.of("name", "llama-3.1-8b", "params", "9B", "kv_heads", 32)).sized().demand();

    assertThat(demand.model().parameters()).isEqualTo(9e9);
    assertThat(demand.model().keyValueHeads()).isEqualTo(32);
    assertThat(demand.model().hidden()).isEqualTo(4096);
  }

  @Test
  void whatIsNotSaidIsTold() {
    assertThat(sized(Map.of("name", "llama-3.1-8b")).sized().assumed())
        .containsExactly("Not said, so reckoned with: context 8,192, concurrency 1.");
  }

  @Test
  void anUnknownModelIsMetWithItsLikeAndAWayOut() {
    Problem problem = only(Map.of("name", "lama-3.1-70b"));

    assertThat(problem.field()).isEqualTo("model.name");
    assertThat(problem.message()).isEqualTo("The model 'lama-3.1-70b' is unknown.");
    assertThat(problem.advice())
        .startsWith("Did you mean llama-3.1-70b")
        .endsWith("Give its size otherwise: model: { params: 70B }.");
  }

  @ParameterizedTest
  @CsvSource({
    "task,        infer,  model.task",
    "dtype,       fp7,    model.dtype",
    "context,     long,   model.context",
    "context,     -4,     model.context",
    "concurrency, 0,      model.concurrency",
    "batch,       4,      model.batch",
    "params,      many,   model.params",
    "method,      lora,   model.method",
    "kv_dtype,    small,  model.kv_dtype",
    "checkpointing, maybe, model.checkpointing",
    "layer,       4,      model.layer",
  })
  void whatCannotBeMeantIsAProblemAtItsField(String key, String value, String field) {
    Problem problem = only(Map.of("name", "llama-3.1-8b", key, value));

    assertThat(problem.field()).isEqualTo(field);
    assertThat(problem.advice()).isNotBlank();
  }

  @Test
  void nobodyTrainsInFourBits() {
    Problem problem = only(Map.of("name", "llama-3.1-8b", "task", "training", "dtype", "int4"));

    assertThat(problem.message()).isEqualTo("Weights in int4 cannot be trained.");
    assertThat(problem.advice()).contains("qlora");
  }

  @Test
  void tooFewOfWhatIsAskedForIsAProblemThatSaysHowMany() {
    Problem problem =
        WorkloadReader.read(
                Map.of(
                    "model", Map.of("name", "llama-3.1-70b", "dtype", "bf16"),
                    "resources", Map.of("accelerators", "H100:1")))
            .problems()
            .get(0);

    assertThat(problem.field()).isEqualTo("model");
    assertThat(problem.message())
        .isEqualTo("llama-3.1-70b in bf16 does not fit H100:1 in each node.");
    assertThat(problem.advice())
        .isEqualTo("It needs 2 × H100: write so many, or leave accelerators out.");
  }

  @Test
  void acceleratorsBesideAModelLimitWhichWillDo() {
    Workload workload =
        read(
            Map.of(
                "model", Map.of("name", "llama-3.1-70b"),
                "resources", Map.of("accelerators", Map.of("H100", "1..8", "L4", "1..8"))));
    AcceleratorDemand demand = workload.alternatives().get(0).accelerators().orElseThrow();

    assertThat(holds(demand, "H100", 2)).isTrue();
    assertThat(holds(demand, "L4", 4)).isFalse();
    assertThat(holds(demand, "L4", 8)).isTrue();
    assertThat(demand.acceptsModel(accelerator("H200"))).isFalse();
  }

  @Test
  void whatOneMachineDoesNotHoldTakesSeveral() {
    Workload workload = read(Map.of("model", Map.of("name", "llama-3.1-405b", "task", "training")));

    assertThat(workload.nodes()).isGreaterThan(1);
    assertThat(workload.alternatives().get(0).interconnect()).isEqualTo(InterconnectWish.REQUIRED);
  }

  @Test
  void whatWasWrittenAboutTheNetworkWins() {
    Workload workload =
        read(
            Map.of(
                "model", Map.of("name", "llama-3.1-8b", "task", "training"),
                "nodes", 2,
                "resources", Map.of("interconnect", "none")));

    assertThat(workload.alternatives().get(0).interconnect()).isEqualTo(InterconnectWish.NONE);
  }

  @Test
  void adaptersOverSeveralNodesOnlyPreferAFastNetwork() {
    Workload workload =
        read(Map.of("model", Map.of("name", "llama-3.1-8b", "task", "lora"), "nodes", 2));

    assertThat(workload.alternatives().get(0).interconnect()).isEqualTo(InterconnectWish.PREFERRED);
  }

  private static boolean holds(AcceleratorDemand demand, String accelerator, int count) {
    AcceleratorSet set = AcceleratorSet.of(accelerator(accelerator), count);
    return demand.accepts(set) && demand.holds(set);
  }

  private static AcceleratorDemand demand(Map<String, ?> model) {
    return read(Map.of("model", model)).alternatives().get(0).accelerators().orElseThrow();
  }

  private static AcceleratorDemand.Sized sized(Map<String, ?> model) {
    return (AcceleratorDemand.Sized) demand(model);
  }

  private static Problem only(Map<String, ?> model) {
    List<Problem> problems = WorkloadReader.read(Map.of("model", model)).problems();
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  private static Workload read(Map<String, ?> tree) {
    Reading reading = WorkloadReader.read(tree);
    assertThat(reading.problems()).isEmpty();
    return reading.workload().orElseThrow();
  }

  private static AcceleratorModel accelerator(String name) {
    return Accelerators.bundled().resolve(name).orElseThrow().model();
  }
}
