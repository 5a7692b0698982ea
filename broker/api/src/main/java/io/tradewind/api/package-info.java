/**
 * The vocabulary and the ports: all that an adapter may see. Values here cannot be wrong once they
 * exist, money is exact, and nothing here knows a database, a thread or a framework.
 */
@NullMarked
package io.tradewind.api;

import org.jspecify.annotations.NullMarked;
