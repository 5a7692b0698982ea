package io.tradewind.matcher.sizing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which software stacks a framework or an image runs on. The names of stacks are those of the
 * accelerator table. Nothing is translated silently: CUDA code does not run on ROCm.
 *
 * <p>Frameworks by their own documentation of 2026: PyTorch (CUDA, ROCm; torch-xla, torch-neuronx,
 * Gaudi bridge), JAX (CUDA, ROCm, TPU, Neuron), TensorFlow (CUDA, ROCm, TPU), vLLM's list of
 * supported hardware, SGLang (CUDA, ROCm), TensorRT-LLM (CUDA), Text Generation Inference (CUDA,
 * ROCm, Gaudi, Neuron), llama.cpp's back ends.
 */
public final class SoftwareStacks {
  /** What a stack may be called, and its name in the accelerator table. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("cuda", "cuda"),
          Map.entry("nvidia", "cuda"),
          Map.entry("cuda_l4t", "cuda-l4t"),
          Map.entry("l4t", "cuda-l4t"),
          Map.entry("jetson", "cuda-l4t"),
          Map.entry("rocm", "rocm"),
          Map.entry("amd", "rocm"),
          Map.entry("xla", "xla"),
          Map.entry("tpu", "xla"),
          Map.entry("neuron", "neuron"),
          Map.entry("trainium", "neuron"),
          Map.entry("inferentia", "neuron"),
          Map.entry("habana", "habana"),
          Map.entry("gaudi", "habana"),
          Map.entry("oneapi", "oneapi"),
          Map.entry("vivado", "vivado"),
          Map.entry("fpga", "vivado"),
          Map.entry("qaic", "qaic"),
          Map.entry("cerebras", "cerebras"),
          Map.entry("cpu", "cpu"));

  private static final Map<String, Set<String>> FRAMEWORKS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("pytorch", Set.of("cuda", "rocm", "xla", "neuron", "habana", "cpu")),
              Map.entry("jax", Set.of("cuda", "rocm", "xla", "neuron", "cpu")),
              Map.entry("tensorflow", Set.of("cuda", "rocm", "xla", "cpu")),
              Map.entry("vllm", Set.of("cuda", "rocm", "xla", "neuron", "habana", "cpu")),
              Map.entry("sglang", Set.of("cuda", "rocm")),
              Map.entry("tensorrt_llm", Set.of("cuda")),
              Map.entry("tgi", Set.of("cuda", "rocm", "habana", "neuron")),
              Map.entry("llama_cpp", Set.of("cuda", "cuda-l4t", "rocm", "oneapi", "cpu")),
              Map.entry("deepspeed", Set.of("cuda", "rocm", "habana")),
              Map.entry("megatron", Set.of("cuda", "rocm"))));

  /** Images that name no stack, but are published for one; the longest prefix first. */
  private static final Map<String, String> PUBLISHED = published();

  private static final Pattern SEPARATORS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern CUDA_VERSION = Pattern.compile("cu1[0-9]{2}");
  private static final List<String> STEMS =
      List.of("cuda", "rocm", "neuron", "habana", "gaudi", "oneapi", "tpu", "libtpu", "xla", "l4t");

  private SoftwareStacks() {}

  private static Map<String, String> published() {
    Map<String, String> images = new LinkedHashMap<>();
    images.put("vllm/vllm-openai", "cuda");
    images.put("lmsysorg/sglang", "cuda");
    images.put("nvcr.io/", "cuda");
    images.put("ghcr.io/ggml-org/llama.cpp", "cpu");
    return images;
  }

  /** The stack's name in the accelerator table; empty for a word that nobody knows. */
  public static Optional<String> named(String word) {
    return Optional.ofNullable(NAMES.get(word.strip().toLowerCase(Locale.ROOT).replace('-', '_')));
  }

  /** Every word that {@link #named} understands. */
  public static Set<String> names() {
    return new TreeSet<>(NAMES.keySet());
  }

  /** Frameworks by their names, each with the stacks that it runs on. */
  public static Map<String, Set<String>> frameworks() {
    return Collections.unmodifiableMap(FRAMEWORKS);
  }

  /**
   * The stacks that an image's own name tells of, as in {@code rocm/vllm:latest} or {@code
   * train:2.4-cu124}; empty when it tells none.
   */
  public static Set<String> ofImage(String reference) {
    String name = reference.strip().toLowerCase(Locale.ROOT);
    Set<String> told = new TreeSet<>();
    for (String word : SEPARATORS.split(name)) {
      if (CUDA_VERSION.matcher(word).matches()) {
        told.add("cuda");
      }
      STEMS.stream().filter(word::startsWith).findFirst().ifPresent(stem -> told.add(stack(stem)));
    }
    if (told.isEmpty()) {
      PUBLISHED.forEach(
          (prefix, stack) -> {
            if (name.startsWith(prefix)) {
              told.add(stack);
            }
          });
    }
    return told;
  }

  private static String stack(String stem) {
    return stem.equals("libtpu") ? "xla" : NAMES.getOrDefault(stem, stem);
  }
}
