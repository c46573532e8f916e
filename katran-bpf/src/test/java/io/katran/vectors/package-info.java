/** Reads the recorded vectors, for whatever implementation they are held against. */
@NullMarked
package io.katran.vectors;

import org.jspecify.annotations.NullMarked;
