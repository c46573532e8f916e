/**
 * What a plugin implements and what it is given.
 *
 * <p>A plugin is a jar with one {@link io.katran.spi.Plugin} registered for {@link
 * java.util.ServiceLoader}; it offers factories, each a named type of health check or discovery
 * that a configuration file can choose. Plugins compile against {@code katran-api} alone.
 *
 * <h2>Lifecycle of what a factory makes</h2>
 *
 * <table>
 * <caption>Who calls what</caption>
 * <tr><th>call</th><th>thread</th><th>may block</th></tr>
 * <tr><td>constructor of the plugin</td><td>server start</td><td>no</td></tr>
 * <tr><td>{@code create}: checks its settings</td><td>server start</td><td>no</td></tr>
 * <tr><td>{@code start}: opens what it needs</td><td>server start</td><td>5 s</td></tr>
 * <tr><td>{@code check}</td><td>the host's health scheduler, many at a time</td><td>never</td></tr>
 * <tr><td>{@code close}: also after a failed start, more than once</td><td>server stop</td><td>5 s</td></tr>
 * </table>
 */
@NullMarked
package io.katran.spi;

import org.jspecify.annotations.NullMarked;
