/**
 * What an organization allows. A policy is rules in the words of workload files, for all of its
 * workloads or for those of one project; each of them holds, beside the workload's own wishes. Each
 * change is another version, and decisions and refusals name the version that they were made under.
 *
 * <p>They hold at three moments, by the same bounds ({@code matcher.fence}). At a match they are
 * conditions of the matcher: so the cheapest offer that is allowed is found, and what is just out
 * of reach names the rule ({@code PolicyBook}, which every broker on the database reads again every
 * three seconds). When a lease is written they are read from the database in its transaction and
 * judged again ({@code PolicyCheck}, called by {@code admission.Admission} alone): so no broker
 * goes by yesterday's policy. At the next offer of a failover list both happen.
 *
 * <p>Rules of time ({@code hours}) are for what begins: a workload that has begun goes on with its
 * next machine outside them. Services have no end, and so are not held to what a run may last, cost
 * or emit.
 *
 * <p>{@code Validator} asks an organization's own program before a commitment, outside any
 * transaction, and fails closed.
 */
@NullMarked
package io.tradewind.server.policy;

import org.jspecify.annotations.NullMarked;
