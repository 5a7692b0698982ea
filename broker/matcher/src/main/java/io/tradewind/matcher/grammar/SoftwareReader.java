package io.tradewind.matcher.grammar;

import io.tradewind.matcher.sizing.SoftwareStacks;
import io.tradewind.matcher.workload.Software;
import io.tradewind.matcher.workload.Workload.ImageChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads {@code image}, {@code images} and {@code framework}, and what they say about accelerators.
 *
 * <p>An image whose name tells no stack says nothing alone; beside {@code images} for other stacks
 * it is taken as the one for CUDA.
 */
final class SoftwareReader {
  private final Tree tree;
  private final Optional<String> image;
  private final List<ImageChoice> images;

  SoftwareReader(Tree tree) {
    this.tree = tree;
    image = tree.words("image");
    images = readImages();
  }

  Optional<String> image() {
    return image;
  }

  List<ImageChoice> images() {
    return images;
  }

  Software software() {
    Software byImages = byImages();
    Optional<Map.Entry<String, Set<String>>> framework = framework();
    if (framework.isEmpty()) {
      return byImages;
    }
    String basis = "framework " + framework.get().getKey();
    Set<String> stacks = new TreeSet<>(framework.get().getValue());
    if (byImages.stacks().isEmpty()) {
      return new Software(stacks, basis);
    }
    stacks.retainAll(byImages.stacks());
    if (stacks.isEmpty()) {
      tree.problem(
          "framework",
          "%s does not run on %s, which the images are for."
              .formatted(framework.get().getKey(), String.join(" or ", byImages.stacks())),
          "Give an image for one of "
              + String.join(", ", new TreeSet<>(framework.get().getValue()))
              + ".");
    }
    return new Software(stacks, basis + ", " + byImages.basis());
  }

  private Software byImages() {
    Set<String> stacks = new TreeSet<>();
    List<String> basis = new ArrayList<>();
    for (ImageChoice choice : images) {
      stacks.add(choice.ecosystem());
      basis.add("image for " + choice.ecosystem());
    }
    if (image.isPresent()) {
      Set<String> told = SoftwareStacks.ofImage(image.get());
      stacks.addAll(told.isEmpty() && !images.isEmpty() ? Set.of("cuda") : told);
      basis.add("image " + image.get());
    }
    return stacks.isEmpty() ? Software.ANY : new Software(stacks, String.join(", ", basis));
  }

  private Optional<Map.Entry<String, Set<String>>> framework() {
    Optional<String> text = tree.words("framework");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String word = Amounts.word(text.get()).replace('.', '_');
    Set<String> stacks = SoftwareStacks.frameworks().get(word);
    if (stacks == null) {
      tree.problem(
          "framework",
          "The framework %s is unknown.".formatted(Problems.quoted(text.get())),
          Spelling.advice(word, SoftwareStacks.frameworks().keySet()));
      return Optional.empty();
    }
    return Optional.of(Map.entry(word, stacks));
  }

  private List<ImageChoice> readImages() {
    List<ImageChoice> read = new ArrayList<>();
    for (Tree.Item item : tree.items("images")) {
      Tree.of(item.value(), item.path(), tree.problems())
          .ifPresent(
              choice -> {
                Optional<String> stack = ecosystem(choice);
                Optional<String> reference =
                    WorkloadReader.required(choice, "ref", "an image reference");
                if (stack.isPresent() && reference.isPresent()) {
                  read.add(new ImageChoice(stack.get(), reference.get()));
                }
                choice.nothingElse();
              });
    }
    return read;
  }

  private static Optional<String> ecosystem(Tree choice) {
    Optional<String> word = WorkloadReader.required(choice, "ecosystem", "cuda, rocm or xla");
    Optional<String> stack = word.flatMap(SoftwareStacks::named);
    if (word.isPresent() && stack.isEmpty()) {
      choice.problem(
          "ecosystem",
          "The software stack %s is unknown.".formatted(Problems.quoted(word.get())),
          Spelling.advice(word.get(), SoftwareStacks.names()));
    }
    return stack;
  }
}
