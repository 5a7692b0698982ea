/** How carbon-intensive electricity is: a static table, no key and no network. */
@NullMarked
package io.tradewind.adapters.carbon;

import org.jspecify.annotations.NullMarked;
