/**
 * What a host must offer before packets are balanced on it: one list of named findings, which
 * {@code katran doctor} prints and the server obeys. Checks are pure functions of a {@link
 * io.katran.server.checks.Host}.
 */
@NullMarked
package io.katran.server.checks;

import org.jspecify.annotations.NullMarked;
