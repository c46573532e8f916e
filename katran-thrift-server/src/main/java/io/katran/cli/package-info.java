/**
 * The {@code katran} command line. Each verb is one class; {@link io.katran.cli.KatranCommand}
 * lists them.
 */
@NullMarked
package io.katran.cli;

import org.jspecify.annotations.NullMarked;
