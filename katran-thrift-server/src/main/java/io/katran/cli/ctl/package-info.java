/**
 * {@code katran ctl}: a client of the management port, with the flags of the historic C++ and Go
 * clients.
 *
 * <p>A call's way through the package: {@link io.katran.cli.ctl.CtlCommand} reads the options,
 * {@code Action} says which of them runs, a class of steps for each group of actions checks what it
 * needs and makes the {@code Step}, which calls the server, and a {@code Printer} writes what came
 * of it, for people or for programs.
 */
@NullMarked
package io.katran.cli.ctl;

import org.jspecify.annotations.NullMarked;
