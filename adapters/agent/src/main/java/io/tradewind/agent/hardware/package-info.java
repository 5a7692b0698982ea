/** What a machine has and what its meters say, found out and never declared. */
@NullMarked
package io.tradewind.agent.hardware;

import org.jspecify.annotations.NullMarked;
