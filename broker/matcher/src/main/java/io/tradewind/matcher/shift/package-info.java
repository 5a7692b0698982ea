/** When a task that can wait had better run: forecasts of a grid, and the hour to start. */
@NullMarked
package io.tradewind.matcher.shift;

import org.jspecify.annotations.NullMarked;
