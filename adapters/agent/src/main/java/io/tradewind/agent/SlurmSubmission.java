package io.tradewind.agent;

import org.jspecify.annotations.Nullable;

/**
 * A job as Slurm is asked for it: one task on each of its nodes.
 *
 * @param memoryMib of each node; 0 for what the partition gives
 * @param gres accelerators of each node, such as {@code gpu:h100:4}
 * @param minutes its time limit; 0 for the partition's
 * @param user as whom it runs, if not as who asks
 * @param output where Slurm's own words, and the script's, go
 * @param folder in which it begins
 */
record SlurmSubmission(
    String name,
    String partition,
    int nodes,
    long cpusPerTask,
    long memoryMib,
    @Nullable String gres,
    long minutes,
    @Nullable String account,
    @Nullable String user,
    @Nullable String comment,
    String output,
    String folder) {}
