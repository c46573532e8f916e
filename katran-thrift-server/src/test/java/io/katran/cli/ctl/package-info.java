/** Tests of {@code katran ctl} against a real management port, with the data path in memory. */
@NullMarked
package io.katran.cli.ctl;

import org.jspecify.annotations.NullMarked;
