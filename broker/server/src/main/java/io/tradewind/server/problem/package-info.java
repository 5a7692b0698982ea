/** Every error as problem+json (RFC 9457), with a stable code and advice. */
@NullMarked
package io.tradewind.server.problem;

import org.jspecify.annotations.NullMarked;
