/** Small XDP programs that the command line attaches by itself: decapsulation and plain passing. */
@NullMarked
package io.katran.cli.xdp;

import org.jspecify.annotations.NullMarked;
