/** The server as a process, from start to stop, in network namespaces. */
@NullMarked
package io.katran.lifecycle;

import org.jspecify.annotations.NullMarked;
