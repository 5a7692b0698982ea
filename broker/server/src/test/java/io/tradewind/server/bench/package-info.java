/** How benchmarks of the server report. */
@NullMarked
package io.tradewind.server.bench;

import org.jspecify.annotations.NullMarked;
