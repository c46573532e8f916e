/**
 * The host of plugins: finds them, keeps their classes apart, makes what they offer, and contains
 * their failures.
 */
@NullMarked
package io.katran.server.plugins;

import org.jspecify.annotations.NullMarked;
