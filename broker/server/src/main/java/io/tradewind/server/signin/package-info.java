/** Who is calling. Standalone mode: one owner on this machine, everything else is refused. */
@NullMarked
package io.tradewind.server.signin;

import org.jspecify.annotations.NullMarked;
