/** The settings of the management server: the core's and its own, read from one file. */
@NullMarked
package io.katran.server.settings;

import org.jspecify.annotations.NullMarked;
