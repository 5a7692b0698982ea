package io.tradewind.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An organization's settings may stand elsewhere, and never lead to another organization's. */
class ReferencesTest {
  private static final UUID OURS = new UUID(0, 1);
  private static final UUID THEIRS = new UUID(0, 2);

  private References references;

  @BeforeEach
  void stores(@TempDir Path folder) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve(OURS.toString())).resolve("key"), " of-ours \n");
    Files.writeString(
        Files.createDirectories(folder.resolve(THEIRS.toString())).resolve("key"), "of-theirs");
    Files.writeString(folder.resolve("outside"), "outside");
    references =
        new References(
            Optional.of(folder),
            "%s/LAMBDA_KEY, %s/EMPTY".formatted(OURS, OURS),
            Map.of("LAMBDA_KEY", "from-the-environment", "PATH", "/bin", "EMPTY", " ")::get);
  }

  @Test
  void aFileIsLookedForInTheOrganizationsOwnFolder() {
    assertThat(references.text(OURS, "file:key")).isEqualTo("of-ours");
    assertThat(references.text(THEIRS, "file:key")).isEqualTo("of-theirs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:../outside",
        "file:/etc/passwd",
        "file:..",
        "file:.",
        "file:",
        "file:a/b",
        "file:missing",
        "file:key\u0000"
      })
  void noFileOutsideIsReached(String reference) {
    assertThatIllegalArgumentException().isThrownBy(() -> references.text(OURS, reference));
  }

  @Test
  void aVariableIsForWhomTheOperatorHasNamedItFor() {
    assertThat(references.text(OURS, "env:LAMBDA_KEY")).isEqualTo("from-the-environment");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> references.text(THEIRS, "env:LAMBDA_KEY"))
        .withMessageContaining("tradewind.account.variables");
    assertThatIllegalArgumentException().isThrownBy(() -> references.text(OURS, "env:PATH"));
  }

  @Test
  void aVariableThatIsNotSetIsSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> references.text(OURS, "env:EMPTY"))
        .withMessageContaining("not set");
  }

  @Test
  void withoutAFolderNothingComesFromFiles() {
    References none = new References(Optional.empty(), "", name -> null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.text(OURS, "file:key"))
        .withMessageContaining("tradewind.account.folder");
  }
}
