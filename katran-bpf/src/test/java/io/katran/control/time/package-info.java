@NullMarked
package io.katran.control.time;

import org.jspecify.annotations.NullMarked;
