package io.tradewind.matcher.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Idle accelerators of sites and jobs that want some, minute by minute: a month of the public
 * traces of Helios (NeurIPS'21 artifact, cluster Earth, May 2020) and of Alibaba (GPU v2023, its
 * last month), or one from a seed where they are not there.
 *
 * @param idle by site and minute
 * @param jobs in the order in which they come
 */
record IdleTraces(int[][] idle, List<Job> jobs, boolean isPublic) {
  static final int MINUTES = 31 * 24 * 60;

  private static final String[] SITES = {
    "3sl", "6YE", "8Sj", "JLV", "Jkd", "LJZ", "Mod", "SoL", "TJs", "caA", "dI0", "gkz", "hbv",
    "ira", "pDC", "vlY"
  };

  /** A job that runs so many minutes on so many accelerators. */
  record Job(int minute, int accelerators, int minutes) {}

  static IdleTraces of(long seed) throws IOException {
    Optional<SharedTable> pods =
        SharedTable.find("traces/alibaba-gpu-v2023/openb_pod_list_default.csv.gz");
    int[][] idle = new int[SITES.length][];
    for (int site = 0; site < SITES.length; site++) {
      Optional<SharedTable> table =
          SharedTable.find("traces/helios/earth-vc%s-sequence.csv.gz".formatted(SITES[site]));
      if (table.isEmpty() || pods.isEmpty()) {
        return generated(seed);
      }
      idle[site] = minutes(table.get());
    }
    return new IdleTraces(idle, jobs(pods.get()), true);
  }

  private static int[] minutes(SharedTable table) {
    int column = table.column("idle_gpu_num");
    return table.rows().stream()
        .limit(MINUTES)
        .mapToInt(row -> Math.max(0, (int) Double.parseDouble(row[column])))
        .toArray();
  }

  /** Shares of one accelerator are taken for the whole of it. */
  private static List<Job> jobs(SharedTable pods) {
    int begins = pods.column("creation_time");
    int ends = pods.column("deletion_time");
    int counts = pods.column("num_gpu");
    long last = pods.rows().stream().mapToLong(row -> Long.parseLong(row[begins])).max().orElse(0);
    long first = last - MINUTES * 60L;
    List<Job> jobs = new ArrayList<>();
    for (String[] row : pods.rows()) {
      long begin = Long.parseLong(row[begins]);
      int count = Integer.parseInt(row[counts]);
      if (begin > first && count > 0) {
        long minutes = Math.max(1, (Long.parseLong(row[ends]) - begin) / 60);
        jobs.add(
            new Job((int) ((begin - first - 1) / 60), count, (int) Math.min(minutes, MINUTES)));
      }
    }
    jobs.sort(Comparator.comparingInt(Job::minute));
    return jobs;
  }

  /** Each job so many times, at other minutes of the same half day. */
  IdleTraces timesDemand(int factor, long seed) {
    Random random = new Random(seed);
    List<Job> more = new ArrayList<>();
    for (Job job : jobs) {
      more.add(job);
      for (int i = 1; i < factor; i++) {
        int minute = Math.min(MINUTES - 1, job.minute() / 720 * 720 + random.nextInt(720));
        more.add(new Job(minute, job.accelerators(), job.minutes()));
      }
    }
    more.sort(Comparator.comparingInt(Job::minute));
    return new IdleTraces(idle, more, isPublic);
  }

  private static IdleTraces generated(long seed) {
    Random random = new Random(seed);
    int[][] idle = new int[SITES.length][MINUTES];
    for (int[] site : idle) {
      int size = 8 << random.nextInt(5);
      int now = size / 3;
      for (int minute = 0; minute < MINUTES; minute++) {
        if (random.nextInt(90) == 0) {
          now = Math.max(0, Math.min(size, now + random.nextInt(17) - 8));
        }
        site[minute] = now;
      }
    }
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 4_500; i++) {
      int minutes = (int) Math.min(MINUTES, 5 + Math.exp(7 * random.nextDouble()));
      int count = random.nextInt(80) == 0 ? 8 : 1;
      jobs.add(new Job(random.nextInt(MINUTES), count, minutes));
    }
    jobs.sort(Comparator.comparingInt(Job::minute));
    return new IdleTraces(idle, jobs, false);
  }

  double idleHours() {
    return Arrays.stream(idle).flatMapToInt(Arrays::stream).asLongStream().sum() / 60.0;
  }
}
