@NullMarked
package io.katran.control;

import org.jspecify.annotations.NullMarked;
