/** What happened, and hints that something did. */
@NullMarked
package io.tradewind.server.event;

import org.jspecify.annotations.NullMarked;
