/** Live carbon feeds: asked here, told to {@code server.market.GridBook}, shown in a listing. */
@NullMarked
package io.tradewind.server.carbon;

import org.jspecify.annotations.NullMarked;
