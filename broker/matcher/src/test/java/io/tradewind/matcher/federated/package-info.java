@NullMarked
package io.tradewind.matcher.federated;

import org.jspecify.annotations.NullMarked;
