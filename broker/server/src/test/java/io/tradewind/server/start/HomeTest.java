package io.tradewind.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  private final Path parent;

  HomeTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @Test
  void theFolderIsMadeAndClosedToOtherUsers() throws IOException {
    try (var home = Home.open(parent.resolve("a/b"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aSecondBrokerOnTheSameFolderIsRefusedByName() {
    try (var home = Home.open(parent)) {
      assertThatThrownBy(() -> Home.open(home.folder()))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("TRADEWIND_HOME");
    }
  }

  @Test
  void theFolderCanBeTakenAgainAfterItsBrokerHasEnded() {
    Home.open(parent).close();
    try (var home = Home.open(parent)) {
      assertThat(home.folder()).isEqualTo(parent);
    }
  }

  @Test
  void aSecretIsWrittenOnceAndForItsOwnerOnly() throws IOException {
    var file = parent.resolve("secret");
    var first = PrivateFiles.secretIn(file, "p_");

    assertThat(first).startsWith("p_").hasSizeGreaterThan(40);
    assertThat(PrivateFiles.secretIn(file, "p_")).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aSecretThatOthersCouldReadIsClosedAgain() throws IOException {
    var file = parent.resolve("secret");
    PrivateFiles.secretIn(file, "p_");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    PrivateFiles.secretIn(file, "p_");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
