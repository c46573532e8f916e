/** The verb {@code bench} of the command line. */
@NullMarked
package io.katran.benchmark;

import org.jspecify.annotations.NullMarked;
