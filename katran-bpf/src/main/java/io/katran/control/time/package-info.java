/** Time as the brain sees it, so that tests can move it. */
@NullMarked
package io.katran.control.time;

import org.jspecify.annotations.NullMarked;
