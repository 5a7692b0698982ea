/** The broker's settings: typed, with defaults, and closed to keys that nobody reads. */
@NullMarked
package io.tradewind.server.config;

import org.jspecify.annotations.NullMarked;
