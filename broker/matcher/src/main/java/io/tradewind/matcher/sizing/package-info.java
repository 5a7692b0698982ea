/** What a machine-learning workload needs of an accelerator, from facts about both. Pure. */
@NullMarked
package io.tradewind.matcher.sizing;

import org.jspecify.annotations.NullMarked;
