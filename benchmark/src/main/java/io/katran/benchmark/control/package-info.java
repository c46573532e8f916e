/** Times of single steps of the control plane. */
@NullMarked
package io.katran.benchmark.control;

import org.jspecify.annotations.NullMarked;
