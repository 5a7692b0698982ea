/**
 * The portal's files, the headers around every reply, and what is refused before a resource is
 * reached.
 */
@NullMarked
package io.tradewind.server.web;

import org.jspecify.annotations.NullMarked;
