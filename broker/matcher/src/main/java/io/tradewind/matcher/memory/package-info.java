/**
 * What launches have taught about where capacity is to be had. Immutable: every outcome makes the
 * next memory. Begin with {@link io.tradewind.matcher.memory.PoolMemory}.
 */
@NullMarked
package io.tradewind.matcher.memory;

import org.jspecify.annotations.NullMarked;
