/**
 * The brain: it decides what the data path should hold and brings it there.
 *
 * <p>Desired state (configuration, discovery, API calls) is merged with health and overrides into
 * effective state by a pure function; a pure diff of that against what the data path holds is the
 * plan; one thread, the applier, writes it through the {@link io.katran.control.Dataplane} port and
 * is its only caller.
 */
@NullMarked
package io.katran.control;

import org.jspecify.annotations.NullMarked;
