/** What a fresh machine boots with, and what it fetches from here. */
@NullMarked
package io.tradewind.server.boot;

import org.jspecify.annotations.NullMarked;
