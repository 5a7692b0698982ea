package io.tradewind.server.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * One packaged product and one browser; each test has a window of its own and must not complain.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InChromium {
  private OpenedPortal product;
  private Chromium chromium;
  private Visit visit;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    var program = Chromium.onThisMachine();
    assumeTrue(
        program.isPresent(), "No Chromium is on the PATH; install the package \"chromium\".");
    product = OpenedPortal.start(folder.resolve("home"));
    chromium = Chromium.start(program.orElseThrow());
  }

  @AfterAll
  void stop() throws InterruptedException {
    if (chromium != null) {
      chromium.close();
    }
    if (product != null) {
      product.close();
    }
  }

  @BeforeEach
  void arrive() {
    visit = chromium.visit(product);
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    var complaints = visit.complaints();
    visit.close();
    assertThat(complaints).isEmpty();
  }

  public Visit visit() {
    return visit;
  }

  public OpenedPortal product() {
    return product;
  }
}
