/** What every benchmark needs: a clock, order statistics, and a description of the machine. */
@NullMarked
package io.katran.benchmark.measure;

import org.jspecify.annotations.NullMarked;
