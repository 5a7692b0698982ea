/**
 * Sites as their operators see them: onboarding, asks, taking back, proof. What their agents say
 * and do stands in {@code io.tradewind.server.agent}.
 */
@NullMarked
package io.tradewind.server.site;

import org.jspecify.annotations.NullMarked;
