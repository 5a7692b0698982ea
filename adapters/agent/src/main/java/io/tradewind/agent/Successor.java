package io.tradewind.agent;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Another program of this agent, run in this process by the program that was here before, which
 * watches until the broker has heard the other.
 */
final class Successor {
  private static final Logger LOG = Logger.getLogger(Successor.class.getName());
  private static final String CLASS_PATH = "java.class.path";
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int GONE_WRONG = 1;

  private final Path jar;
  private final Upgrade upgrade;
  private final Duration probation;

  /**
   * @param probation for how long it may be silent while the broker answers
   */
  Successor(Path jar, Upgrade upgrade, Duration probation) {
    this.jar = jar;
    this.upgrade = upgrade;
    this.probation = probation;
  }

  /**
   * Runs it to its end.
   *
   * @param brokerAnswers whether it could be heard
   * @return its exit code; empty when it failed before it was heard, which is noted
   */
  Optional<Integer> run(List<String> arguments, BooleanSupplier brokerAnswers)
      throws IOException, InterruptedException {
    Thread watch = new Thread(() -> watch(brokerAnswers), "probation");
    watch.setDaemon(true);
    String classPath = System.getProperty(CLASS_PATH);
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      System.setProperty(CLASS_PATH, jar.toString());
      watch.start();
      int code = call(arguments);
      if (code == 0 || upgrade.isProven()) {
        return Optional.of(code);
      }
      upgrade.fail("It ended with code %d before its first heartbeat.".formatted(code));
    } catch (InvocationTargetException e) {
      leave(e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException | LinkageError | IOException e) {
      leave(e);
    } finally {
      watch.interrupt();
      Thread.currentThread().setContextClassLoader(loader);
      System.setProperty(CLASS_PATH, classPath);
    }
    return Optional.empty();
  }

  /**
   * Every program of this agent is entered so, and must be by those to come. It has the platform's
   * classes and its own, and nothing of what started it.
   */
  private int call(List<String> arguments) throws ReflectiveOperationException, IOException {
    URLClassLoader own =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(own);
    Object code =
        own.loadClass(Main.class.getName())
            .getMethod("work", String[].class)
            .invoke(null, (Object) arguments.toArray(String[]::new));
    return (int) code;
  }

  private void leave(Throwable fault) throws IOException {
    LOG.log(Level.WARNING, "The program %s does not run".formatted(jar), fault);
    upgrade.fail("It does not run here: " + fault);
  }

  private void watch(BooleanSupplier brokerAnswers) {
    try {
      Bell pause = new Bell();
      Duration silent = Duration.ZERO;
      while (!upgrade.isProven()) {
        pause.await(LOOK);
        silent = brokerAnswers.getAsBoolean() ? silent.plus(LOOK) : silent;
        if (silent.compareTo(probation) > 0) {
          LOG.severe("The program that the broker wanted is not heard by it; this process ends");
          upgrade.giveUp();
          Runtime.getRuntime().halt(GONE_WRONG);
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Nobody watches whether the program is heard", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
