package io.tradewind.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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
  void ofManyWhoAreFirstAtOnceAllGetTheSameSecretWhole() throws Exception {
    ExecutorService many = Executors.newFixedThreadPool(8);
    for (int round = 0; round < 200; round++) {
      Path file = parent.resolve("secret-" + round);
      CyclicBarrier start = new CyclicBarrier(8);
      List<Callable<String>> asking =
          Collections.nCopies(
              8,
              () -> {
                start.await();
                return PrivateFiles.secretIn(file, "p_");
              });
      Set<String> secrets = new HashSet<>();
      for (Future<String> told : many.invokeAll(asking)) {
        secrets.add(told.get());
      }
      assertThat(secrets).hasSize(1).allMatch(secret -> secret.length() > 40);
    }
    many.shutdown();
    try (Stream<Path> files = Files.list(parent)) {
      assertThat(files).as("nothing half made is left").hasSize(200);
    }
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
