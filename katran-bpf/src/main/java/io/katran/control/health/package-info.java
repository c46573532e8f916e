/**
 * Health policy: checkers report single probes; when, how often and what follows from the results
 * is decided here, so that every checker has the same thresholds, jitter and timeouts.
 */
@NullMarked
package io.katran.control.health;

import org.jspecify.annotations.NullMarked;
