package io.tradewind.server.start;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.net.BindException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The program: takes the home folder, brings up the database, then runs the application until it is
 * told to stop.
 */
@QuarkusMain
public final class Main {
  private static final int FAILED = 1;
  private static final long STOP_PATIENCE_SECONDS = 30;

  private final CountDownLatch applicationStopped = new CountDownLatch(1);
  private int exitCode;

  public static void main(String... arguments) {
    try {
      int code = new Main().run(arguments);
      if (code != 0) {
        System.exit(code);
      }
    } catch (StartFailure failure) {
      System.err.println(failure.getMessage());
      System.exit(FAILED);
    }
  }

  private int run(String... arguments) {
    var settings = StartSettings.read();
    var home = Home.open(settings.home());
    System.setProperty("tradewind.home", settings.home().toString());
    var groundwork = Groundwork.begin(Application.APP_CLASS_NAME);
    var embedded = openEmbedded(settings);
    embedded.ifPresent(this::closeAfterApplication);
    settings
        .database()
        .map(TenantRole::settings)
        .or(() -> embedded.map(EmbeddedDatabase::settings))
        .ifPresent(database -> database.forEach(System::setProperty));
    try {
      groundwork.await();
      Quarkus.run(TradewindApplication.class, this::applicationEnded, arguments);
    } finally {
      applicationStopped.countDown();
    }
    if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      // The process lives on and enters here again after a reload, where it adopts the database.
      home.close();
    }
    return exitCode;
  }

  private static Optional<EmbeddedDatabase> openEmbedded(StartSettings settings) {
    return settings.database().isPresent()
        ? Optional.empty()
        : Optional.of(
            EmbeddedDatabase.open(settings.home(), settings.home().resolve("postgres-programs")));
  }

  private void applicationEnded(int code, @Nullable Throwable failure) {
    exitCode = failure == null ? code : FAILED;
    if (failure != null) {
      report(failure);
    }
  }

  /**
   * The framework leaves it to the one who asks for the end of the application to say why it
   * failed.
   */
  private static void report(Throwable failure) {
    boolean portInUse =
        Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
            .anyMatch(
                cause -> cause instanceof BindException || cause instanceof QuarkusBindException);
    if (portInUse) {
      System.err.println(
          "The port is in use by another program. Set QUARKUS_HTTP_PORT to another one.");
    } else {
      Logger.getLogger(Main.class).error("The broker does not start", failure);
    }
  }

  /**
   * On a signal all shutdown hooks run at once: the database waits until the application has let go
   * of it.
   */
  private void closeAfterApplication(EmbeddedDatabase database) {
    var hook = new Thread(() -> awaitApplicationAndClose(database), "stop-database");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void awaitApplicationAndClose(EmbeddedDatabase database) {
    try {
      applicationStopped.await(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    database.close();
  }
}
