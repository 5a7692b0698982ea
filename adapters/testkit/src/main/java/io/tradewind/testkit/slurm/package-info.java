/** A real Slurm cluster of this machine, for tests of whoever runs workloads on one. */
@NullMarked
package io.tradewind.testkit.slurm;

import org.jspecify.annotations.NullMarked;
