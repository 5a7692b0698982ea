/** When the broker may be sent traffic. */
@NullMarked
package io.tradewind.server.health;

import org.jspecify.annotations.NullMarked;
