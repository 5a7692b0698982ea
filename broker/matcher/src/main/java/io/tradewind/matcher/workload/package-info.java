/** What a user asked for, typed and checked. Made by the reader in the grammar package. */
@NullMarked
package io.tradewind.matcher.workload;

import org.jspecify.annotations.NullMarked;
