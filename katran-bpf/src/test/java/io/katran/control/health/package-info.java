@NullMarked
package io.katran.control.health;

import org.jspecify.annotations.NullMarked;
