/**
 * The management server: it joins settings, plugins, the brain and the data path, and serves them.
 */
@NullMarked
package io.katran.server;

import org.jspecify.annotations.NullMarked;
