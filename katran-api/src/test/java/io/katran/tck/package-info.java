/**
 * What every plugin promises, as tests. A plugin's author extends {@link
 * io.katran.tck.PluginContractTest} and the class of each kind that the plugin offers, and says in
 * a few methods how to make its objects; the tests are inherited.
 */
@NullMarked
package io.katran.tck;

import org.jspecify.annotations.NullMarked;
