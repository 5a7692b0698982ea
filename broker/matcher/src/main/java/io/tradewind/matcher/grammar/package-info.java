/** Reads the workload file's tree. Whatever it cannot read is a problem with a path and advice. */
@NullMarked
package io.tradewind.matcher.grammar;

import org.jspecify.annotations.NullMarked;
