/** Many workloads in one request, placed by one certified plan. */
@NullMarked
package io.tradewind.server.batch;

import org.jspecify.annotations.NullMarked;
