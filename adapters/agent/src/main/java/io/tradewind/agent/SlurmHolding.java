package io.tradewind.agent;

/**
 * What a running job holds.
 *
 * @param cpus of all its nodes
 * @param memoryMib of each node
 * @param gres of each node, as it was asked for
 */
record SlurmHolding(String name, int nodes, long cpus, long memoryMib, String gres) {}
