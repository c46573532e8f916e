/**
 * A balancer's surroundings on one machine: a client, a router, a place for the balancer and three
 * reals, each in a network namespace of its own, and the load that proves that they work together.
 *
 * <p>{@link io.katran.cli.lab.Topology} says what a lab consists of and runs nothing; {@link
 * io.katran.cli.lab.LabBuilder} and {@link io.katran.cli.lab.LabRemover} make it so.
 */
@NullMarked
package io.katran.cli.lab;

import org.jspecify.annotations.NullMarked;
