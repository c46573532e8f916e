/** Tests of the start-up checks against captured files of hosts. */
@NullMarked
package io.katran.server.checks;

import org.jspecify.annotations.NullMarked;
