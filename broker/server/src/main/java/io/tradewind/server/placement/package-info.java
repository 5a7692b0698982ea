/** A workload goes in, as JSON or YAML; the explained placement comes out. */
@NullMarked
package io.tradewind.server.placement;

import org.jspecify.annotations.NullMarked;
