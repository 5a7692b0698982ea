/** How lists are answered in parts: a page, and the opaque cursor that leads to the next one. */
@NullMarked
package io.tradewind.server.page;

import org.jspecify.annotations.NullMarked;
