package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTailTest {
  @Test
  void noControlCharacterButTabAndEscapeReachesTheBroker(@TempDir Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      all.append(c);
    }
    Path file = Files.writeString(folder.resolve("stdout"), all);

    String text =
        new OutputTail(file, 0)
            .next(true).stream().map(OutputTail.Cut::text).collect(Collectors.joining());

    assertThat(text).contains("\t", "\u001b", "abc", "é");
    assertThat(text.chars().filter(Character::isISOControl).distinct())
        .containsExactly((int) '\t', 0x1b);
  }
}
