/** The example workload of the first start. */
@NullMarked
package io.tradewind.server.demo;

import org.jspecify.annotations.NullMarked;
