/**
 * The brain: it decides what the data path should hold and brings it there.
 *
 * <p>In the order in which a change passes through: {@link io.katran.control.Balancer} turns a call
 * into an edit ({@code Edits}, {@code Draft}) of the immutable {@code DesiredState}. The applier's
 * thread takes all edits that wait, merges the outcome with what health checks say into an {@code
 * EffectiveState}, and has {@code Planner} compare that with what the data path holds ({@code
 * Programmed}); {@code Layout} says who gets which number. The {@code Plan}'s steps are taken by
 * {@code DataplaneWriter}, through the {@link io.katran.control.Dataplane} port and as its only
 * caller. Then the callers return. {@code Ledger} turns the data path's counters into those of VIPs
 * and reals.
 *
 * <p>Desired state, effective state, layout and plan are values or working copies: a change that
 * fails leaves none of them changed, and what it did to the data path is undone.
 */
@NullMarked
package io.katran.control;

import org.jspecify.annotations.NullMarked;
