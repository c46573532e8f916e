/** Service discovery by a file. */
@NullMarked
package io.katran.plugins.discovery.file;

import org.jspecify.annotations.NullMarked;
