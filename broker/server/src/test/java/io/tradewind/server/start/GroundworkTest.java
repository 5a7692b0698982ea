package io.tradewind.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GroundworkTest {
  static final CountDownLatch GOING_ON = new CountDownLatch(1);
  static final CountDownLatch MADE = new CountDownLatch(1);

  /** An application whose initialisation takes until it is let go on. */
  static final class Slow {
    static {
      try {
        if (GOING_ON.await(30, TimeUnit.SECONDS)) {
          MADE.countDown();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** An application that cannot be initialised. */
  static final class Broken {
    static {
      refuse();
    }

    private static void refuse() {
      throw new IllegalStateException("no beans");
    }
  }

  @Test
  void itGoesOnBesideWhoeverBeganIt() {
    Groundwork groundwork = Groundwork.begin(Slow.class.getName());
    assertThat(MADE.getCount()).isEqualTo(1);

    GOING_ON.countDown();
    groundwork.await();

    assertThat(MADE.getCount()).isZero();
  }

  @Test
  void whatFailsFailsWhereItIsAwaitedWithItsReason() {
    Groundwork groundwork = Groundwork.begin(Broken.class.getName());

    assertThatThrownBy(groundwork::await)
        .isInstanceOf(ExceptionInInitializerError.class)
        .hasRootCauseMessage("no beans");
  }

  @Test
  void anApplicationThatIsNotMadeYetIsLeftToWhoeverRunsIt() {
    Groundwork groundwork = Groundwork.begin("io.tradewind.NotMadeYet");

    assertThatCode(groundwork::await).doesNotThrowAnyException();
  }
}
