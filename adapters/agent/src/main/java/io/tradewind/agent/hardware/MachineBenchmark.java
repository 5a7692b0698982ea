package io.tradewind.agent.hardware;

import io.tradewind.api.agent.SelfTestReport.Measurement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** What processors, memory and disk can do, all processors at once; each takes a few seconds. */
public final class MachineBenchmark {
  /** Beyond the caches of any machine, within the program's memory. */
  private static final int DOUBLES_OF_AN_ARRAY = 20 * 1024 * 1024;

  private static final int ROUNDS = 8;
  private static final int SIDE = 256;
  private static final int DISK_MEBIBYTES = 256;

  private final int processors;

  public MachineBenchmark(int processors) {
    this.processors = processors;
  }

  /** STREAM's triad, {@code a = b + s × c}, counted as it counts: 24 bytes an element. */
  public Measurement memoryBandwidth() throws InterruptedException {
    double[] a = new double[DOUBLES_OF_AN_ARRAY];
    double[] b = filled();
    double[] c = filled();
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      double scale = round + 1.5;
      everywhere(part -> triad(a, b, c, scale, part));
      double gigabytes = 24.0 * DOUBLES_OF_AN_ARRAY / 1e9;
      best = Math.max(best, gigabytes / ((System.nanoTime() - began) / 1e9));
    }
    return new Measurement("memory.bandwidth", best, "GB/s", "STREAM triad, the best of " + ROUNDS);
  }

  private Object triad(double[] a, double[] b, double[] c, double scale, int part) {
    int from = (int) ((long) DOUBLES_OF_AN_ARRAY * part / processors);
    int to = (int) ((long) DOUBLES_OF_AN_ARRAY * (part + 1) / processors);
    for (int i = from; i < to; i++) {
      a[i] = b[i] + scale * c[i];
    }
    return a[from];
  }

  private static double[] filled() {
    double[] array = new double[DOUBLES_OF_AN_ARRAY];
    Arrays.fill(array, ThreadLocalRandom.current().nextDouble());
    return array;
  }

  /** Products of dense matrices in single precision, two operations for each pair. */
  public Measurement arithmetic() throws InterruptedException {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      everywhere(part -> multiply(4));
      double operations = 2.0 * SIDE * SIDE * SIDE * 4 * processors;
      best = Math.max(best, operations / 1e9 / ((System.nanoTime() - began) / 1e9));
    }
    return new Measurement(
        "processor.fp32_dense",
        best,
        "GFLOPS",
        "matrix products of %d in Java on %d processors, the best of %d"
            .formatted(SIDE, processors, ROUNDS));
  }

  private static Object multiply(int times) {
    float[] a = square(1);
    float[] b = square(2);
    float[] c = new float[SIDE * SIDE];
    for (int time = 0; time < times; time++) {
      for (int i = 0; i < SIDE; i++) {
        for (int k = 0; k < SIDE; k++) {
          float factor = a[i * SIDE + k];
          for (int j = 0; j < SIDE; j++) {
            c[i * SIDE + j] += factor * b[k * SIDE + j];
          }
        }
      }
    }
    return c[SIDE];
  }

  private static float[] square(int seed) {
    float[] square = new float[SIDE * SIDE];
    for (int i = 0; i < square.length; i++) {
      square[i] = (i * seed % 17) / 17f;
    }
    return square;
  }

  /** Written through to the disk, then removed. */
  public Measurement disk(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "self-test-", ".tmp");
    byte[] noise = new byte[1024 * 1024];
    ThreadLocalRandom.current().nextBytes(noise);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long began = System.nanoTime();
      for (int i = 0; i < DISK_MEBIBYTES; i++) {
        ByteBuffer block = ByteBuffer.wrap(noise);
        while (block.hasRemaining()) {
          channel.write(block);
        }
      }
      channel.force(true);
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Measurement(
          "disk.write",
          DISK_MEBIBYTES * 1.048576 / seconds,
          "MB/s",
          "%d MiB in order, written through".formatted(DISK_MEBIBYTES));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private interface Part {
    Object run(int part);
  }

  private void everywhere(Part work) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(processors);
    try {
      List<Callable<Object>> parts = new ArrayList<>();
      for (int i = 0; i < processors; i++) {
        int part = i;
        parts.add(() -> work.run(part));
      }
      for (Future<Object> done : threads.invokeAll(parts)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A part of the self-test failed.", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
